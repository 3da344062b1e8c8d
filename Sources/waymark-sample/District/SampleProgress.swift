import Foundation

/// One line on standard error that says how far the work came; nothing where no terminal is.
struct SampleProgress {
    private let isShowing = isatty(STDERR_FILENO) == 1
    private var shownAt: ContinuousClock.Instant?

    /// Shows `text`, at most ten times a second.
    mutating func show(_ text: @autoclosure () -> String) {
        guard isShowing else { return }
        let now = ContinuousClock.now
        if let shownAt, now - shownAt < .milliseconds(100) { return }
        shownAt = now
        write("\r\u{1B}[K" + text())
    }

    /// Takes the line away.
    func clear() {
        if shownAt != nil { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
