// C's `stat` belongs to whichever of these modules a build meets first.
import CoreFoundation
import Crypto
import Foundation
import Glibc
import Hummingbird
import LearningRecord
import NIOCore

/// Where files lie that are being imported: a folder that only this service can read. They hold what people wrote, so
/// that a file goes when its import has ended, and what was rejected of it after some days.
struct ImportFolder: Sendable {
    /// A file that came.
    struct Received: Sendable {
        /// Bytes.
        var size = 0
        /// SHA-256 of it.
        var digest: [UInt8] = []
        let hold: FileHold
    }

    /// After how many seconds rejected lines go.
    static let keeping: Double = 7 * 24 * 3600

    let path: String

    /// The folder of this user on this machine.
    init(path: String? = nil) {
        self.path = path ?? FileManager.default.temporaryDirectory.appending(path: "waymark-imports-\(getuid())").path()
    }

    /// The file of an import.
    func upload(_ id: ImportID) -> String { "\(path)/\(id).upload" }

    /// The lines that an import rejected.
    func rejects(_ id: ImportID) -> String { "\(path)/\(id).rejects.jsonl" }

    /// Makes the folder, and refuses one that somebody else could read.
    /// - Throws: ``Problem`` of the sort `unavailable`.
    func prepare() throws(Problem) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST, objection(to: getuid()) == nil else {
            throw Problem(
                .unavailable, "The service has no private folder for imports; the operator has to see to it.")
        }
    }

    /// What the folder has to be and is not; `nil` where it is, or where there is none yet and one can be made.
    /// - Parameter owner: whose it has to be; `nil` where whoever asks is not the one that runs the service.
    func objection(to owner: uid_t?) -> String? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            let above = URL(filePath: path).deletingLastPathComponent().path()
            return access(above, W_OK) == 0 ? nil : "a folder that is there, or can be made"
        }
        if status.st_mode & S_IFMT != S_IFDIR { return "a folder" }
        if status.st_mode & 0o077 != 0 { return "a folder that only the service can read (chmod 700)" }
        return status.st_uid == owner ?? status.st_uid ? nil : "a folder of the user that runs the service"
    }

    /// Takes a file in as it comes.
    /// - Parameter limit: bytes, at the most.
    /// - Throws: ``Problem``; and whatever the connection ends with. Then nothing is left of it.
    func receive(_ body: RequestBody, as id: ImportID, limit: Int) async throws -> Received {
        let received = try await receive(as: id, limit: limit) { write in
            for try await buffer in body { try write(buffer) }
        }
        guard received.size > 0 else {
            discard(id)
            throw Problem(.badRequest, "The body is empty; it must be the file.")
        }
        return received
    }

    /// Takes a file in piece by piece.
    /// - Parameters:
    ///   - limit: bytes, at the most.
    ///   - fill: writes the pieces.
    /// - Throws: ``Problem``; and whatever `fill` throws. Then nothing is left of it.
    func receive(
        as id: ImportID, limit: Int, fill: (_ write: (ByteBuffer) throws -> Void) async throws -> Void
    ) async throws -> Received {
        try prepare()
        let descriptor = open(upload(id), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard let hold = FileHold(descriptor) else {
            throw Problem(.unavailable, "The file cannot be kept; try again later.")
        }
        do {
            var received = Received(hold: hold)
            var hash = SHA256()
            try await fill { buffer in
                received.size += buffer.readableBytes
                guard received.size <= limit else {
                    throw Problem(.tooLarge, "A file of this sort has at most \(limit) bytes.")
                }
                buffer.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
                try Self.write(buffer, to: descriptor)
            }
            received.digest = Array(hash.finalize())
            return received
        } catch {
            unlink(upload(id))
            throw error
        }
    }

    private static func write(_ buffer: ByteBuffer, to descriptor: Int32) throws(Problem) {
        var rest = buffer
        while rest.readableBytes > 0 {
            let count = rest.withUnsafeReadableBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Problem(.unavailable, "There is no room for the file; try again later.") }
            rest.moveReaderIndex(forwardBy: count)
        }
    }

    /// The imports whose files lie here, whoever works on them.
    var uploads: [ImportID] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).compactMap { name in
            guard name.hasSuffix(".upload") else { return nil }
            return ImportID(String(name.dropLast(".upload".count)))
        }
    }

    /// Holds the file of an import; `nil` where it is not here, or where somebody else holds it.
    func hold(_ id: ImportID) -> FileHold? { FileHold(open(upload(id), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) }

    /// Gives the file of one import to another.
    /// - Throws: ``Problem`` of the sort `unavailable`.
    func pass(_ id: ImportID, to other: ImportID) throws(Problem) {
        guard rename(upload(id), upload(other)) == 0 else {
            throw Problem(.unavailable, "The file cannot be kept; try again later.")
        }
    }

    /// Removes the file of an import that has ended.
    func discard(_ id: ImportID) { unlink(upload(id)) }

    /// Removes what nobody needs any more: rejected lines after some days, and files whose import was cut off.
    func sweep() {
        let oldest = Date(timeIntervalSinceNow: -Self.keeping)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        where name.hasSuffix(".upload") || name.hasSuffix(".rejects.jsonl") {
            let file = "\(path)/\(name)"
            let changed = try? FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
            if let changed, changed < oldest { unlink(file) }
        }
    }
}
