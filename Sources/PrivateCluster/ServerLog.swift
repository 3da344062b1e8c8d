import Foundation

/// The file the server writes its messages to.
struct ServerLog: Sendable {
    private static let largest: UInt64 = 16 << 20

    let layout: ClusterLayout

    var size: UInt64 {
        SystemCall.information(layout.log).map { UInt64($0.st_size) } ?? 0
    }

    /// Puts a large log aside, in the place of the one put aside before.
    func rotate() {
        guard size > Self.largest else { return }
        rename(layout.log, layout.previousLog)
    }

    /// The last lines written after the first `offset` bytes.
    func tail(after offset: UInt64, lines: Int = 12) -> String {
        guard let handle = FileHandle(forReadingAtPath: layout.log) else { return "(there is no log yet)" }
        try? handle.seek(toOffset: offset)
        let data = (try? handle.readToEnd()) ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").suffix(lines).joined(separator: "\n")
    }
}
