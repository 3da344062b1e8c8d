// C's `stat` belongs to whichever of these modules a build meets first.
import CoreFoundation
import Foundation
import Glibc

/// A file that a command writes: whole or not at all, and readable by its owner alone. A device or a pipe that stands at
/// the path is written to as it is, and never replaced.
final class OutputFile {
    private let path: String
    /// Where a file grows until it is whole; nil for a device or a pipe.
    private let unfinished: String?
    private let handle: FileHandle
    private var isFinished = false
    /// Bytes written.
    private(set) var size: Int64 = 0

    /// Begins to write; what is at `path` stays until ``finish()``.
    init(path: String) throws {
        self.path = path
        var status = stat()
        let isSpecial = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
        unfinished = isSpecial ? nil : path + ".unfinished"
        let descriptor =
            if let unfinished {
                open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
            } else {
                open(path, O_WRONLY | O_CLOEXEC)
            }
        guard descriptor >= 0 else { throw Self.failure(path) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    deinit {
        if !isFinished, let unfinished { unlink(unfinished) }
    }

    /// Writes a file in one go.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try OutputFile(path: path)
        try file.write(bytes)
        try file.finish()
    }

    /// Writes the next bytes.
    func write(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            throw Self.failure(path)
        }
        size += Int64(bytes.count)
    }

    /// Puts the file in its place.
    func finish() throws {
        guard let unfinished else { return }
        do {
            try handle.synchronize()
        } catch {
            throw Self.failure(path)
        }
        guard rename(unfinished, path) == 0 else { throw Self.failure(path) }
        isFinished = true
    }

    private static func failure(_ path: String) -> Failure {
        Failure(
            "\(path) cannot be written: \(String(cString: strerror(errno)))",
            advice: "See that its folder is there, has room, and lets you write.")
    }
}
