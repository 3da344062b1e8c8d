import Foundation
import LearningRecord

/// The file of the lines that an import did not take: JSON Lines, each with the line's number, the reason and the text.
///
/// It holds what people wrote, so only its owner can read it. Without a line to reject there is no file.
final class RejectFile {
    private let path: String
    private var descriptor: Int32 = -1
    private(set) var size: Int64
    private var buffer: [UInt8] = []

    /// A file at `path`, of which the first `size` bytes are kept.
    init(path: String, keeping size: Int64) throws(ArchiveError) {
        self.path = path
        self.size = size
        guard size > 0 else {
            unlink(path)
            return
        }
        try open()
        // What came after the checkpoint comes again.
        guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, 0, SEEK_END) == off_t(size) else {
            throw failure
        }
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
        if descriptor < 0 { try open() }
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure
            }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw failure }
        size += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }

    private func open() throws(ArchiveError) {
        descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw failure }
    }

    private var failure: ArchiveError { .unreadable(path, String(cString: strerror(errno))) }
}
