import Foundation

/// A file that is written from start to end, a piece at a time.
final class OutputFile {
    private static let piece = 1 << 20
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private let path: String

    /// Makes the file, and its folder where that is missing; an older one is replaced.
    init(_ url: URL) throws {
        path = url.path
        buffer.reserveCapacity(Self.piece * 2)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data().write(to: url)
            handle = try FileHandle(forWritingTo: url)
        } catch {
            throw SampleError(file: url.path, "cannot be written: \(error.localizedDescription)")
        }
    }

    /// Adds what `body` appends.
    func write(_ body: (inout [UInt8]) -> Void) throws {
        body(&buffer)
        if buffer.count >= Self.piece { try flush() }
    }

    /// Adds a text.
    func write(_ text: String) throws {
        try write { $0.append(contentsOf: text.utf8) }
    }

    /// Writes what is left. Nothing may be added afterwards.
    func close() throws {
        try flush()
        try handle.close()
    }

    /// Writes what is waiting, so that it is in the file.
    func flush() throws {
        do {
            try handle.write(contentsOf: buffer)
        } catch {
            throw SampleError(file: path, "cannot be written: \(error.localizedDescription)")
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
