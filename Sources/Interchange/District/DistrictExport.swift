import Crypto
public import EventLog
import Foundation
import LearningRecord
import LibPQ

/// Writes all of a district into a folder: `Docs/formats/archive.md` tells the form. One snapshot, while appends go on.
public struct DistrictExport: Sendable {
    /// Events in a file.
    public static let chunk: Int64 = 5_000

    private let log: EventLog
    private let transfer: MasterKey?
    private let chunk: Int64

    /// An export of the district of `log`.
    /// - Parameter transfer: the key under which the district's key travels; without it no keys do.
    public init(log: EventLog, transfer: MasterKey? = nil, chunk: Int64 = DistrictExport.chunk) {
        self.log = log
        self.chunk = chunk
        self.transfer = transfer
    }

    /// Writes the archive; answers the newest position in it. `archive.json` comes last: without it there is no archive.
    public func write(to folder: String, progress: (@Sendable (Int64) -> Void)? = nil) async throws -> Int64 {
        let writer = try ArchiveFolder(creating: folder)
        let (log, transfer, chunk) = (log, transfer, chunk)
        // Before the snapshot: a key that is destroyed in between travels with the event that says so, and is destroyed
        // where it arrives.
        let keys = try await log.keysForArchive(wrappedBy: transfer)
        return try await log.store.pool.transaction(isolation: .repeatableRead) { session in
            try session.set("waymark.tenant", to: String(log.district.tenant))
            try session.set("TimeZone", to: "UTC")
            try session.set("DateStyle", to: "ISO")
            return try Self.write(log, transfer != nil, keys, chunk, session, writer, progress)
        }
    }

    private static func write(
        _ log: EventLog, _ hasKeys: Bool, _ keys: ArchivedKeys, _ chunk: Int64, _ session: Session,
        _ writer: ArchiveFolder,
        _ progress: (@Sendable (Int64) -> Void)?
    ) throws -> Int64 {
        let tenant = log.district.tenant
        var files: [DistrictManifest.File] = []
        var leaves = SHA256()
        var head: Int64 = 0
        while true {
            let rows = try session.query(
                "\(sql: events) where tenant = \(tenant) and position > \(head) order by position limit \(chunk)")
            if rows.isEmpty { break }
            for row in rows { leaves.update(data: try row[1, as: [UInt8].self]) }
            files.append(try writer.write(eventFile(files.count + 1), try rows.column(as: String.self)))
            head += Int64(rows.count)
            progress?(head)
        }
        for table in try ReferenceTables.travelling(session) {
            let rows = try session.query(
                """
                select (to_jsonb(t) - 'tenant')::text from ref.\(identifier: table) t
                 where t.tenant = \(tenant) order by 1
                """)
            files.append(try writer.write("ref.\(table).jsonl", try rows.column(as: String.self)))
        }
        files.append(try writer.write("keys.jsonl", keys.learners.map(line)))
        let manifest = DistrictManifest(
            district: log.district.id, districtName: log.district.name, head: head,
            leaves: DistrictManifest.text(leaves.finalize()),
            madeAt: try session.query("select now()").single(as: Instant.self).description,
            key: keys.district, hasKeys: hasKeys, files: files)
        try writer.finish(manifest)
        return head
    }

    private static func line(_ key: ArchivedKeys.Learner) -> String {
        let wrapped = key.wrapped.map { JSON.string(Data($0).base64EncodedString()) } ?? .null
        return JSONWriter.text(.object(["learner": .string("\(key.learner)"), "wrapped": wrapped]))
    }

    private static func eventFile(_ number: Int) -> String {
        let digits = String(number)
        return "events-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".jsonl"
    }

    /// Every stored column; times in microseconds since 2000-01-01T00:00Z, as the hash has them.
    private static let events: SQL = """
        select json_build_object('position', position,
            'recorded_at', (extract(epoch from recorded_at) * 1000000 - 946684800000000)::bigint,
            'event_id', event_id, 'learner', learner,
            'occurred_at', (extract(epoch from occurred_at) * 1000000 - 946684800000000)::bigint,
            'kind', kind, 'kind_version', kind_version, 'asserted_role', asserted_role, 'level', level, 'code', code,
            'asserted_by', asserted_by, 'school', school, 'section', section, 'competency', competency,
            'about', about, 'item', item, 'more', translate(encode(more, 'base64'), E'\\n', ''),
            'words', translate(encode(words, 'base64'), E'\\n', ''), 'leaf_hash', encode(leaf_hash, 'hex'))::text,
            leaf_hash
          from log.event
        """
}
