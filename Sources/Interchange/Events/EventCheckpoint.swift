import Crypto
import EventLog
import Foundation
import LearningRecord
import LibPQ

/// How far a file was read by an import that was interrupted, or that ended: kept in `ref.event_file`.
struct EventCheckpoint: Sendable {
    /// The file, by its path.
    let source: String
    /// Bytes that are done with.
    let bytes: Int64
    /// Lines that are done with.
    let lines: Int64
    /// SHA-256 of those bytes: another file, or one changed in its part that was read, is read from its start.
    let digest: [UInt8]
    /// Bytes that the file of rejected lines had then.
    let rejectBytes: Int64

    /// The checkpoint of a file, if there is one.
    static func load(_ source: String, in log: EventLog) async throws -> EventCheckpoint? {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select bytes, lines, digest, reject_bytes from ref.event_file
                 where tenant = \(tenant) and source = \(source)
                """
            ).first.map { row in
                EventCheckpoint(
                    source: source, bytes: try row[0, as: Int64.self], lines: try row[1, as: Int64.self],
                    digest: try row[2, as: [UInt8].self], rejectBytes: try row[3, as: Int64.self])
            }
        }
    }

    /// Keeps it, inside the transaction of `session`.
    func save(tenant: Int32, _ session: Session) throws {
        try session.execute(
            """
            insert into ref.event_file (tenant, source, bytes, lines, digest, reject_bytes)
            values (\(tenant), \(source), \(bytes), \(lines), \(digest), \(rejectBytes))
            on conflict (tenant, source) do update set bytes = excluded.bytes, lines = excluded.lines,
                digest = excluded.digest, reject_bytes = excluded.reject_bytes, updated_at = clock_timestamp()
            """)
    }

    /// Whether the file still begins with what was read. Answers the running digest, with which to go on.
    func resumption(of path: String) throws -> SHA256? {
        let file = try FileByteSource(path: path)
        var digest = SHA256()
        var left = bytes
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 1)
        defer { buffer.deallocate() }
        while left > 0 {
            let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(min(left, Int64(buffer.count)))])
            let count = try file.read(into: part)
            if count == 0 { return nil }
            digest.update(bufferPointer: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(part)[..<count]))
            left -= Int64(count)
        }
        return digest.finalize().elementsEqual(self.digest) ? digest : nil
    }
}
