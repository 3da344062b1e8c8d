import Crypto
import Foundation
import LearningRecord

/// The folder of an archive. What is in it holds personal data: only its owner may look.
struct ArchiveFolder: Sendable {
    let path: String

    /// An archive that is there.
    init(reading path: String) {
        self.path = path
    }

    /// A folder for a new archive; one that exists must be empty.
    init(creating path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            guard try FileManager.default.contentsOfDirectory(atPath: path).isEmpty else {
                throw DistrictArchiveError.notEmpty(path)
            }
        } catch let error as DistrictArchiveError {
            throw error
        } catch {
            throw DistrictArchiveError.unwritable(path, "the folder cannot be made")
        }
    }

    /// Writes a file of lines.
    func write(_ name: String, _ lines: [String]) throws -> DistrictManifest.File {
        if Task.isCancelled { throw CancellationError() }
        var bytes: [UInt8] = []
        for line in lines {
            bytes.append(contentsOf: line.utf8)
            bytes.append(0x0A)
        }
        try put(bytes, name)
        return DistrictManifest.File(
            name: name, rows: Int64(lines.count), sha256: DistrictManifest.text(SHA256.hash(data: bytes)))
    }

    /// Writes `archive.json`, which makes the archive whole.
    func finish(_ manifest: DistrictManifest) throws {
        if Task.isCancelled { throw CancellationError() }
        let unfinished = DistrictManifest.name + ".unfinished"
        try put(Array((JSONWriter.pretty(manifest.json) + "\n").utf8), unfinished)
        guard rename("\(path)/\(unfinished)", "\(path)/\(DistrictManifest.name)") == 0 else {
            throw DistrictArchiveError.unwritable(path, String(cString: strerror(errno)))
        }
    }

    /// The bytes of a file.
    func bytes(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: "\(path)/\(name)").map { Array($0) }
    }

    /// The lines of a file that is as the manifest says.
    func lines(_ file: DistrictManifest.File) throws -> [ArraySlice<UInt8>] {
        guard let bytes = bytes(file.name), DistrictManifest.text(SHA256.hash(data: bytes)) == file.sha256 else {
            throw DistrictArchiveError.changedFile(file.name)
        }
        let lines = bytes.split(separator: 0x0A)
        guard Int64(lines.count) == file.rows else { throw DistrictArchiveError.changedFile(file.name) }
        return lines
    }

    private func put(_ bytes: [UInt8], _ name: String) throws {
        let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw DistrictArchiveError.unwritable("\(path)/\(name)", String(cString: strerror(errno)))
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
        } catch {
            throw DistrictArchiveError.unwritable("\(path)/\(name)", "see that the disk has room")
        }
    }
}
