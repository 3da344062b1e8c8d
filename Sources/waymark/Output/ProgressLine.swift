import Foundation
import Synchronization

/// One line on standard error that says how far the work came; nothing where no terminal is.
final class ProgressLine: Sendable {
    private struct Line {
        var shownAt: ContinuousClock.Instant?
        var isShown = false
    }

    private let isShowing: Bool
    private let line = Mutex(Line())

    init(isShowing: Bool = Terminal.isWatched) {
        self.isShowing = isShowing
    }

    /// Shows `text`, at most ten times a second.
    func show(_ text: @autoclosure () -> String) {
        guard isShowing else { return }
        let isDue = line.withLock { line in
            let now = ContinuousClock.now
            if let shownAt = line.shownAt, now - shownAt < .milliseconds(100) { return false }
            line = Line(shownAt: now, isShown: true)
            return true
        }
        if isDue { write("\r\u{1B}[K" + text()) }
    }

    /// Takes the line away.
    func clear() {
        let wasShown = line.withLock { line in
            defer { line.isShown = false }
            return line.isShown
        }
        if wasShown { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
