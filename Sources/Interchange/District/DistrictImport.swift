import Crypto
public import EventLog
import Foundation
import LearningRecord
import LibPQ

/// Takes an archive of a district into another database, at the same positions and with the same hashes.
public struct DistrictImport: Sendable {
    private let store: Store
    private let folder: ArchiveFolder
    private let transfer: MasterKey?
    private let acceptsSealedWords: Bool

    /// An import from the folder at `path`.
    /// - Parameter acceptsSealedWords: whether an archive without keys is taken, whose words can never be read here.
    public init(_ store: Store, path: String, transfer: MasterKey? = nil, acceptsSealedWords: Bool = true) {
        self.store = store
        self.acceptsSealedWords = acceptsSealedWords
        folder = ArchiveFolder(reading: path)
        self.transfer = transfer
    }

    /// Imports, or goes on with an import of the same archive; answers the log of the district, which is then live.
    /// - Parameter name: the district's name here, where another is wanted.
    public func run(named name: String? = nil, progress: (@Sendable (Int64) -> Void)? = nil) async throws -> EventLog {
        guard let bytes = folder.bytes(DistrictManifest.name), let manifest = DistrictManifest(bytes) else {
            throw DistrictArchiveError.noArchive(folder.path)
        }
        if manifest.hasKeys, transfer == nil { throw DistrictArchiveError.needsTransferKey }
        if !manifest.hasKeys, !acceptsSealedWords { throw DistrictArchiveError.hasNoKeys }
        // All of it is looked at before the first row is written.
        try check(manifest)
        let name = name ?? manifest.districtName
        let tenant = try await begin(manifest, name, archive: Array(SHA256.hash(data: bytes)))
        let log = store.log(of: District(tenant: tenant, id: manifest.district, name: name))
        try await events(manifest, into: log, progress)
        try await prove(manifest, log)
        try await rest(manifest, into: log)
        return log
    }

    private func check(_ manifest: DistrictManifest) throws {
        var leaves = LeafCheck(district: manifest.district)
        var events: Int64 = 0
        for file in manifest.files {
            try Task.checkCancellation()
            let lines = try folder.lines(file)
            guard file.name.hasPrefix("events-") else { continue }
            events += file.rows
            for (index, line) in lines.enumerated() where !leaves.takes(line) {
                throw DistrictArchiveError.badLine(file: file.name, line: index + 1)
            }
        }
        guard events == manifest.head, leaves.digest == manifest.leaves else {
            throw DistrictArchiveError.wrongWhole("the list of events")
        }
    }

    private func begin(_ manifest: DistrictManifest, _ name: String, archive: [UInt8]) async throws -> Int32 {
        do {
            return try await store.pool.run { session in
                try session.query(
                    "select log.begin_arrival(\(manifest.district), \(name), \(archive), \(manifest.head))"
                ).single(as: Int32.self)
            }
        } catch let error as PostgresError where ["WM430", "WM431"].contains(error.code?.rawValue) {
            throw DistrictArchiveError.refusedDistrict(error.message ?? "")
        }
    }

    private func events(
        _ manifest: DistrictManifest, into log: EventLog, _ progress: (@Sendable (Int64) -> Void)?
    ) async throws {
        let head = try await log.head()
        var position: Int64 = 0
        for file in manifest.files where file.name.hasPrefix("events-") {
            try Task.checkCancellation()
            defer { position += file.rows }
            // A file is taken whole or not at all, so an earlier run ended at the end of one.
            if position + file.rows <= head { continue }
            let lines = try folder.lines(file)
            let (tenant, first) = (log.district.tenant, position + 1)
            let chunk = String(decoding: [0x5B] + lines.joined(separator: [0x2C]) + [0x5D], as: UTF8.self)
            do {
                _ = try await log.transaction { try $0.query(Self.arrive(tenant, first, chunk)) }
            } catch EventLogError.database(let error) where error.kind == .server {
                throw DistrictArchiveError.refusedEvents(file: file.name, Self.reason(error))
            }
            progress?(position + file.rows)
        }
    }

    /// Messages of this door name positions; others may quote a row.
    private static func reason(_ error: PostgresError) -> String {
        error.code?.rawValue.hasPrefix("WM") == true ? error.message ?? "" : "an event is not of the archive's form"
    }

    private static func arrive(_ tenant: Int32, _ first: Int64, _ chunk: String) -> SQL {
        """
        select log.arrive(\(tenant), \(first),
            array_agg(timestamptz '2000-01-01 00:00:00Z' + recorded_at * interval '1 microsecond' order by position),
            array_agg(decode(leaf_hash, 'hex') order by position),
            array_agg(row(event_id, learner, timestamptz '2000-01-01 00:00:00Z' + occurred_at * interval '1 microsecond',
                kind, kind_version, asserted_role, level, code, asserted_by, school, section, competency, about, item,
                decode(more, 'base64'), decode(words, 'base64'), null)::log.event_input order by position))
          from json_to_recordset(\(chunk)::json) e(
            position int8, recorded_at int8, event_id uuid, learner uuid, occurred_at int8, kind int2, kind_version int2,
            asserted_role int2, level int2, code int2, asserted_by uuid, school uuid, section uuid, competency uuid,
            about uuid, item text, more text, words text, leaf_hash text)
        """
    }

    /// The log as it stands here, read again, is the archive's.
    private func prove(_ manifest: DistrictManifest, _ log: EventLog) async throws {
        guard try await log.verify() == .intact(events: manifest.head) else {
            throw DistrictArchiveError.wrongWhole("the log")
        }
        let tenant = log.district.tenant
        let leaves = try await log.run { session in
            var digest = SHA256()
            // COPY takes no parameters; a number that this code spells is no input.
            let query = "select leaf_hash from log.event where tenant = \(tenant) order by position"
            try session.copyRows("copy (\(unsafeRaw: query)) to stdout (format binary)") {
                digest.update(bufferPointer: $0.bytes(at: 0))
            }
            return DistrictManifest.text(digest.finalize())
        }
        guard leaves == manifest.leaves else { throw DistrictArchiveError.wrongWhole("the digest of all hashes") }
    }

    /// Reference data and keys, and the district comes to life, in one transaction.
    private func rest(_ manifest: DistrictManifest, into log: EventLog) async throws {
        let (folder, tenant) = (folder, log.district.tenant)
        let keys = try keys(manifest)
        // First, since they may go to another database: nobody can use them before the district is here.
        try await log.keepArchived(keys, wrappedBy: transfer)
        try await log.transaction { session in
            try session.set("TimeZone", to: "UTC")
            let known = Set(try ReferenceTables.travelling(session))
            for file in manifest.files where file.name.hasPrefix("ref.") {
                let table = String(file.name.dropFirst("ref.".count).dropLast(".jsonl".count))
                guard known.contains(table) else { throw DistrictArchiveError.unknownTable(table) }
                try session.execute("delete from ref.\(identifier: table) where tenant = \(tenant)")
                let rows = try folder.lines(file).map { String(decoding: $0, as: UTF8.self) }
                try session.execute(
                    """
                    insert into ref.\(identifier: table)
                    select (jsonb_populate_record(null::ref.\(identifier: table),
                        line::jsonb || jsonb_build_object('tenant', \(tenant)))).* from unnest(\(rows)) line
                    """)
            }
            for key in keys.learners where key.wrapped == nil {
                _ = try session.query("select vault.destroy_key(\(tenant), \(key.learner))")
            }
            try log.noteErasures(session)
            _ = try session.query("select log.finish_arrival(\(tenant))")
        }
    }

    private func keys(_ manifest: DistrictManifest) throws -> ArchivedKeys {
        var keys = ArchivedKeys(district: manifest.key, learners: [])
        for file in manifest.files where file.name == "keys.jsonl" {
            for (index, line) in try folder.lines(file).enumerated() {
                guard let json = try? JSONReader.read(line),
                    let learner = json["learner"]?.string.flatMap({ LearnerID($0) })
                else { throw DistrictArchiveError.badLine(file: file.name, line: index + 1) }
                let wrapped = json["wrapped"]?.string.flatMap { Data(base64Encoded: $0) }
                keys.learners.append(.init(learner: learner, wrapped: wrapped.map { Array($0) }))
            }
        }
        return keys
    }
}
