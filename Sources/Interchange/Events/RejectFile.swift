import Foundation
import LearningRecord

/// The file of the lines that an import did not take: JSON Lines, each with the line's number, the reason and the text.
///
/// It holds what people wrote, so only its owner can read it. Without a line to reject none is made. Nothing is ever
/// taken away: a file of an earlier import is emptied, and what is no ordinary file, such as a device, is only written to.
final class RejectFile {
    private let path: String
    private var descriptor: Int32 = -1
    private var isOrdinary = true
    private(set) var size: Int64
    private var buffer: [UInt8] = []

    /// A file at `path`, of which the first `size` bytes are kept.
    /// - Parameter input: the file that is imported, which must be another.
    init(path: String, keeping size: Int64, input: String?) throws(ArchiveError) {
        self.path = path
        self.size = size
        if let input, let own = Self.identity(of: path), own == Self.identity(of: input) {
            throw .unreadable(path, "it is the file that is imported; rejected lines need another")
        }
        // What came after the checkpoint comes again.
        guard try open(making: size > 0), isOrdinary else { return }
        guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, 0, SEEK_END) == off_t(size) else {
            throw failure
        }
    }

    private static func identity(of path: String) -> [UInt64]? {
        var status = stat()
        return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func add(line: Int64, reason: String, text: [UInt8]) {
        let object: JSONObject = [
            "line": .number(String(line)), "reason": .string(reason),
            "text": .string(String(decoding: text, as: UTF8.self)),
        ]
        JSONWriter.write(.object(object), into: &buffer)
        buffer.append(0x0A)
    }

    /// Writes what was added, durably.
    func flush() throws(ArchiveError) {
        if buffer.isEmpty { return }
        if descriptor < 0 { try open(making: true) }
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure
            }
            rest = rest.dropFirst(count)
        }
        guard !isOrdinary || fsync(descriptor) == 0 else { throw failure }
        size += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Opens the file for writing, with its content as it is. Whether there is one.
    @discardableResult
    private func open(making: Bool) throws(ArchiveError) -> Bool {
        descriptor = Foundation.open(path, O_WRONLY | O_CLOEXEC | (making ? O_CREAT : 0), 0o600)
        if descriptor < 0 {
            if !making, errno == ENOENT { return false }
            throw failure
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure }
        isOrdinary = status.st_mode & S_IFMT == S_IFREG
        // Who took the file away has its lines.
        if isOrdinary { size = min(size, Int64(status.st_size)) }
        return true
    }

    private var failure: ArchiveError { .unreadable(path, String(cString: strerror(errno))) }
}
