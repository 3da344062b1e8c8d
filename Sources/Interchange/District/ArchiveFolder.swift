import Crypto
import Foundation
import LearningRecord

/// The folder of an archive that is read, a file at a time and a line at a time.
struct ArchiveFolder: Sendable {
    let path: String

    /// Bytes of a line, at the most: a framework is one line.
    private static let longestLine = 512 << 20

    /// What `archive.json` says, and its digest.
    func manifest() throws -> (DistrictManifest, digest: [UInt8]) {
        guard let bytes = FileManager.default.contents(atPath: "\(path)/\(DistrictManifest.name)").map({ Array($0) }),
            let manifest = DistrictManifest(bytes)
        else { throw DistrictArchiveError.noArchive(path) }
        return (manifest, Array(SHA256.hash(data: bytes)))
    }

    /// Refuses files that look like parts of the archive and are not listed: which of them would be meant is doubtful.
    func checkNames(_ manifest: DistrictManifest) throws {
        let listed = Set(manifest.files.map(\.name))
        let names = try? FileManager.default.contentsOfDirectory(atPath: path)
        for name in (names ?? []).sorted() where name.hasSuffix(".jsonl") && !listed.contains(name) {
            throw DistrictArchiveError.unlistedFile(name)
        }
    }

    /// Calls `body` with each line of a file and its number from 1; afterwards it is certain that the file is as the
    /// manifest says. Until then it is not, so nothing that `body` did may count before this returns.
    func forEachLine(
        of file: DistrictManifest.File, in manifest: DistrictManifest, _ body: ([UInt8], Int64) throws -> Void
    ) throws {
        let source: FileByteSource
        do {
            source = try FileByteSource(path: "\(path)/\(file.name)")
        } catch {
            throw DistrictArchiveError.missingFile(file.name)
        }
        var reader = LineReader(source, longest: Self.longestLine)
        var digest = SHA256()
        var rows: Int64 = 0
        var failure: (any Error)?
        while let line = try reader.next({ digest.update(bufferPointer: $0) }) {
            if rows % 1_000 == 0, Task.isCancelled { throw CancellationError() }
            rows += 1
            if line.isTooLong { throw DistrictArchiveError.badLine(file: file.name, line: Int(line.number)) }
            if failure != nil { continue }
            // A file that is not the exported one is told as such, and not by the first line that looks wrong.
            do { try body(line.bytes, line.number) } catch { failure = error }
        }
        let found = DistrictManifest.text(digest.finalize())
        guard found == file.sha256 else {
            if let other = manifest.files.first(where: { $0.sha256 == found && $0.name != file.name }) {
                throw DistrictArchiveError.exchangedFile(file.name, holds: other.name)
            }
            if rows < file.rows { throw DistrictArchiveError.cutShort(file.name, rows: rows, of: file.rows) }
            throw DistrictArchiveError.changedFile(file.name)
        }
        guard rows == file.rows else { throw DistrictArchiveError.changedFile(file.name) }
        if let failure { throw failure }
    }
}
