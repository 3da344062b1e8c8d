import Crypto
import Foundation
import LearningRecord

/// The folder of an archive that is being written. What is in it holds personal data: only its owner may look.
///
/// A file `unfinished` stands in it from the first moment to the last, locked by whoever writes. An export that was killed
/// leaves it, unlocked: by that the next one knows the folder for its own and begins anew.
final class ArchiveWriter {
    private static let mark = "unfinished"
    private let path: String
    private let lock: Int32

    /// Takes a folder: a new one, an empty one, or what a killed export left.
    init(path: String) throws {
        self.path = path
        let files = FileManager.default
        do {
            try files.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw DistrictArchiveError.unwritable(path, "the folder cannot be made")
        }
        guard let names = try? files.contentsOfDirectory(atPath: path) else {
            throw DistrictArchiveError.unwritable(path, "the folder cannot be listed")
        }
        let isLeftOver = names.contains(Self.mark) && names.allSatisfy(Self.isOfExport)
        guard names.isEmpty || isLeftOver else { throw DistrictArchiveError.notEmpty(path) }
        lock = open("\(path)/\(Self.mark)", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw DistrictArchiveError.unwritable(path, String(cString: strerror(errno))) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw DistrictArchiveError.beingWritten(path)
        }
        for name in names where name != Self.mark { unlink("\(path)/\(name)") }
    }

    deinit { close(lock) }

    /// Names that an unfinished export may have left.
    private static func isOfExport(_ name: String) -> Bool {
        name == mark || name == "keys.jsonl" || name == DistrictManifest.name + ".unfinished"
            || name.hasSuffix(".jsonl")
                && (name.hasPrefix("events-") || name.hasPrefix("files-") || DistrictTables.table(of: name) != nil)
    }

    /// Begins a file of lines.
    func file(_ name: String) throws -> ArchiveFile { try ArchiveFile(folder: path, name: name) }

    /// Writes `archive.json`, which makes the archive whole.
    func finish(_ manifest: DistrictManifest) throws {
        if Task.isCancelled { throw CancellationError() }
        let unfinished = DistrictManifest.name + ".unfinished"
        let file = try ArchiveFile(folder: path, name: unfinished)
        try Array(JSONWriter.pretty(manifest.json).utf8).withUnsafeBytes { try file.write(line: $0) }
        _ = try file.finish()
        guard rename("\(path)/\(unfinished)", "\(path)/\(DistrictManifest.name)") == 0 else {
            throw DistrictArchiveError.unwritable(path, String(cString: strerror(errno)))
        }
        unlink("\(path)/\(Self.mark)")
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }
}

/// A file of lines that is written from start to end, with its digest.
final class ArchiveFile {
    private static let piece = 1 << 20
    private let name: String
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var digest = SHA256()
    private(set) var rows: Int64 = 0
    private(set) var size: Int64 = 0

    init(folder: String, name: String) throws {
        self.name = name
        path = "\(folder)/\(name)"
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw DistrictArchiveError.unwritable(path, String(cString: strerror(errno)))
        }
        buffer.reserveCapacity(2 * Self.piece)
    }

    deinit { close(descriptor) }

    /// Writes a line, which has no line end of its own.
    func write(line: UnsafeRawBufferPointer) throws {
        buffer.append(contentsOf: line)
        buffer.append(0x0A)
        rows += 1
        size += Int64(line.count + 1)
        if rows % 1_000 == 0, Task.isCancelled { throw CancellationError() }
        if buffer.count >= Self.piece { try flush() }
    }

    /// Ends the file, durably; what the manifest says of it.
    func finish() throws -> DistrictManifest.File {
        try flush()
        guard fsync(descriptor) == 0 else {
            throw DistrictArchiveError.unwritable(path, String(cString: strerror(errno)))
        }
        return DistrictManifest.File(name: name, rows: rows, sha256: DistrictManifest.text(digest.finalize()))
    }

    private func flush() throws {
        digest.update(data: buffer)
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw DistrictArchiveError.unwritable(path, String(cString: strerror(errno)))
            }
            rest = rest.dropFirst(count)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
