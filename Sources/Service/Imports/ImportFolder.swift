// C's `stat` belongs to whichever of these modules a build meets first.
import CoreFoundation
import Foundation
import Glibc
import Hummingbird
import NIOCore

/// Where files lie that are being imported: a folder that only this service can read. They hold what people wrote, so
/// that a file goes when its import has ended, and what was rejected of it after some days.
struct ImportFolder: Sendable {
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
        let unusable = Problem(
            .unavailable, "The service has no private folder for imports; the operator has to see to it.")
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw unusable }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid(),
            status.st_mode & 0o077 == 0
        else { throw unusable }
    }

    /// Takes a file in as it comes.
    /// - Parameter limit: bytes, at the most.
    /// - Throws: ``Problem``; and whatever the connection ends with. Then nothing is left of it.
    func receive(_ body: RequestBody, as id: ImportID, limit: Int) async throws {
        let size = try await receive(as: id, limit: limit) { write in
            for try await buffer in body { try write(buffer) }
        }
        guard size > 0 else {
            discard(id)
            throw Problem(.badRequest, "The body is empty; it must be the file.")
        }
    }

    /// Takes a file in piece by piece.
    /// - Parameters:
    ///   - limit: bytes, at the most.
    ///   - fill: writes the pieces.
    /// - Returns: how many bytes came.
    /// - Throws: ``Problem``; and whatever `fill` throws. Then nothing is left of it.
    func receive(
        as id: ImportID, limit: Int, fill: (_ write: (ByteBuffer) throws -> Void) async throws -> Void
    ) async throws -> Int {
        try prepare()
        let descriptor = open(upload(id), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Problem(.unavailable, "The file cannot be kept; try again later.") }
        defer { close(descriptor) }
        do {
            var size = 0
            try await fill { buffer in
                size += buffer.readableBytes
                guard size <= limit else { throw Problem(.tooLarge, "A file of this sort has at most \(limit) bytes.") }
                try Self.write(buffer, to: descriptor)
            }
            return size
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
