import Crypto
public import EventLog
import Foundation
import LearningRecord
import LibPQ

/// Writes all of a district into a folder: `Docs/formats/archive.md` tells the form. One snapshot, while appends go on.
public struct DistrictExport: Sendable {
    /// Events in a file, at the most.
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

    /// Writes the archive; answers the newest position in it. `archive.json` comes last: without it there is no archive,
    /// and the same call begins anew in the same folder.
    /// - Throws: ``DistrictArchiveError`` about the folder, `EventLogError` about the database and its keys.
    public func write(to folder: String, progress: (@Sendable (DistrictProgress) -> Void)? = nil) async throws -> Int64
    {
        // Made inside, on the thread of the connection: it is not shared.
        let (log, transfer, chunk) = (log, transfer, chunk)
        for _ in 0..<Self.attempts {
            // The keys may be in another database, so they are read first. One that is destroyed in between travels with
            // the event that says so, and is destroyed where it arrives; with one that is made in between all begins anew.
            let keys = try await log.keysForArchive(wrappedBy: transfer)
            let head = try await log.store.pool.transaction(isolation: .repeatableRead) { session -> Int64? in
                let writer = try ArchiveWriter(path: folder)
                session.set("waymark.tenant", to: String(log.district.tenant))
                session.set("TimeZone", to: "UTC")
                session.set("DateStyle", to: "ISO")
                if transfer != nil, try !Self.hold(keys, all: log.district.tenant, session) { return nil }
                return try Self.write(log, transfer != nil, keys, chunk, session, writer, progress)
            }
            if let head { return head }
        }
        throw DistrictArchiveError.refusedDistrict(
            "first words of new learners kept coming in; try again when fewer people write")
    }

    private static let attempts = 10

    /// Whether the keys are those of all learners whose words the log has, as this transaction sees it.
    static func hold(_ keys: ArchivedKeys, all tenant: Int32, _ session: Session) throws -> Bool {
        try session.query(
            """
            select not exists (
                select from log.event e
                 where e.tenant = \(tenant) and e.words is not null and e.position > \(try sealedUpTo(tenant, session))
                   and e.learner <> all(\(keys.learners.map(\.learner))))
            """
        ).single(as: Bool.self)
    }

    /// Up to where words came without their keys.
    private static func sealedUpTo(_ tenant: Int32, _ session: Session) throws -> Int64 {
        try session.query(
            """
            select coalesce(max(sealed_up_to), 0) from log.arrival where tenant = \(tenant) and not abandoned
            """
        ).single(as: Int64.self)
    }

    private static func write(
        _ log: EventLog, _ hasKeys: Bool, _ keys: ArchivedKeys, _ chunk: Int64, _ session: Session,
        _ writer: ArchiveWriter,
        _ progress: (@Sendable (DistrictProgress) -> Void)?
    ) throws -> Int64 {
        let tenant = log.district.tenant
        let head = try session.query(
            "select coalesce(max(position), 0) from log.event where tenant = \(tenant)"
        ).single(as: Int64.self)
        let sealedUpTo = try sealedUpTo(tenant, session)
        var (files, leaves) = try events(tenant, head, chunk, session, writer, progress)
        // What scrypt made of passwords goes only where the keys of the words go too.
        let staying = hasKeys ? ["tenant"] : ["tenant", "password"]
        for table in try DistrictTables.travelling(session) {
            progress?(.table(table))
            // COPY takes no parameters; names of the catalogue and of this code, and a number that it spells, are no
            // input.
            files.append(
                try lines(
                    DistrictTables.file(of: table),
                    """
                    select (to_jsonb(t) - '{\(unsafeRaw: staying.joined(separator: ","))}'::text[])::text
                      from \(sql: DistrictTables.sql(table)) t
                     where t.tenant = \(unsafeRaw: String(tenant)) order by 1
                    """, session, writer))
        }
        if hasKeys { files += try evidence(tenant, session, writer, progress) }
        files.append(try Self.keys(keys, writer))
        let manifest = DistrictManifest(
            district: log.district.id, districtName: log.district.name, head: head,
            leaves: DistrictManifest.text(leaves.finalize()),
            madeAt: try session.query("select now()").single(as: Instant.self).description,
            key: keys.district, hasKeys: hasKeys, sealedUpTo: sealedUpTo, files: files)
        try writer.finish(manifest)
        return head
    }

    private static func keys(_ keys: ArchivedKeys, _ writer: ArchiveWriter) throws -> DistrictManifest.File {
        let file = try writer.file("keys.jsonl")
        for key in keys.learners {
            var object: JSONObject = ["learner": .string("\(key.learner)")]
            object["wrapped"] = key.wrapped.map { .string(Data($0).base64EncodedString()) } ?? .null
            object["destroyed_at"] = key.destroyedAt.map { .number(String($0)) } ?? .null
            var line = JSONWriter.text(.object(object))
            try line.withUTF8 { try file.write(line: UnsafeRawBufferPointer($0)) }
        }
        return try file.finish()
    }

    /// The events in one pass, in files of their own.
    private static func events(
        _ tenant: Int32, _ head: Int64, _ chunk: Int64, _ session: Session, _ writer: ArchiveWriter,
        _ progress: (@Sendable (DistrictProgress) -> Void)?
    ) throws -> ([DistrictManifest.File], SHA256) {
        var numbered = NumberedFiles(writer, named: "events", lines: chunk)
        var leaves = SHA256()
        // COPY takes no parameters; a number that this code spells is no input.
        let query: SQL = "\(sql: events) where tenant = \(unsafeRaw: String(tenant)) order by position"
        try session.copyRows("copy (\(sql: query)) to stdout (format binary)") { row in
            leaves.update(bufferPointer: row.bytes(at: 1))
            if try numbered.write(line: row.bytes(at: 0)) { progress?(.events(done: numbered.rows, of: head)) }
        }
        progress?(.events(done: numbered.rows, of: head))
        return (try numbered.finish(), leaves)
    }

    /// A file of the lines that a query answers.
    private static func lines(
        _ name: String, _ query: SQL, _ session: Session, _ writer: ArchiveWriter
    ) throws -> DistrictManifest.File {
        let file = try writer.file(name)
        try session.copyRows("copy (\(sql: query)) to stdout (format binary)") { try file.write(line: $0.bytes(at: 0)) }
        return try file.finish()
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
