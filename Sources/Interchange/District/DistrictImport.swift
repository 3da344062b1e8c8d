import Crypto
public import EventLog
import Foundation
import LearningRecord
import LibPQ

/// Takes an archive of a district into another database, at the same positions and with the same hashes.
public struct DistrictImport: Sendable {
    let store: Store
    let folder: ArchiveFolder
    let transfer: MasterKey?
    private let acceptsSealedWords: Bool

    /// An import from the folder at `path`.
    /// - Parameter acceptsSealedWords: whether an archive without keys is taken, whose words can never be read here.
    public init(_ store: Store, path: String, transfer: MasterKey? = nil, acceptsSealedWords: Bool = true) {
        self.store = store
        self.acceptsSealedWords = acceptsSealedWords
        folder = ArchiveFolder(path: path)
        self.transfer = transfer
    }

    /// Imports, or goes on with an import of the same archive; answers the log of the district, which is then live. Two
    /// at once of the same archive share the work.
    /// - Parameter name: the district's name here, where another is wanted.
    /// - Throws: ``DistrictArchiveError`` about the archive, `EventLogError` about the database and its keys.
    public func run(
        named name: String? = nil, progress: (@Sendable (DistrictProgress) -> Void)? = nil
    ) async throws -> EventLog {
        let (manifest, digest) = try folder.manifest()
        if manifest.hasKeys, transfer == nil { throw DistrictArchiveError.needsTransferKey }
        if !manifest.hasKeys, !acceptsSealedWords { throw DistrictArchiveError.hasNoKeys }
        // All of it is looked at before the first row is written.
        try check(manifest, progress)
        let name = name ?? manifest.districtName
        let tenant = try await begin(manifest, name, archive: digest)
        let log = store.log(of: District(tenant: tenant, id: manifest.district, name: name))
        try await events(manifest, into: log, progress)
        try await prove(manifest, log)
        try await evidence(manifest, into: log, progress)
        try await finish(manifest, into: log, progress)
        return log
    }

    /// Gives up an import of the district `name` that was begun and not ended: its name and id are free again.
    /// - Throws: ``DistrictArchiveError/refusedDistrict(_:)`` when no such district is on its way.
    public static func abandon(_ name: String, in store: Store) async throws {
        do {
            let tenant = try await store.pool.run {
                try $0.query("select log.abandon_arrival(\(name))").single(as: Int32.self)
            }
            // Nobody will ever read them, and they take much room.
            try await store.pool.transaction { session in
                session.set("waymark.tenant", to: String(tenant))
                try session.execute("delete from vault.evidence_file where tenant = \(tenant)")
            }
        } catch let error as PostgresError where error.code?.rawValue == "WM433" {
            throw DistrictArchiveError.refusedDistrict(error.message ?? "")
        }
    }

    private func check(_ manifest: DistrictManifest, _ progress: (@Sendable (DistrictProgress) -> Void)?) throws {
        try folder.checkNames(manifest)
        if let other = manifest.files.first(where: { !$0.isKnown }) {
            throw DistrictArchiveError.unknownFile(other.name)
        }
        let all = manifest.files.reduce(0) { $0 + $1.rows }
        var leaves = LeafCheck(district: manifest.district)
        var done: Int64 = 0
        for file in manifest.files {
            let isEvents = file.isEvents
            try folder.forEachLine(of: file, in: manifest) { line, number in
                done += 1
                if done % 5_000 == 0 { progress?(.checking(lines: done, of: all)) }
                let due = leaves.position + 1
                guard isEvents, !leaves.takes(line[...]) else { return }
                if let found = (try? JSONReader.read(line))?["position"]?.integer, found != due {
                    throw DistrictArchiveError.wrongPosition(
                        file: file.name, line: Int(number), found: found, expected: due)
                }
                throw DistrictArchiveError.badLine(file: file.name, line: Int(number))
            }
        }
        guard leaves.position == manifest.head, leaves.digest == manifest.leaves else {
            throw DistrictArchiveError.wrongWhole("the list of events")
        }
    }

    private func begin(_ manifest: DistrictManifest, _ name: String, archive: [UInt8]) async throws -> Int32 {
        let sealedUpTo = manifest.hasKeys ? min(manifest.sealedUpTo, manifest.head) : manifest.head
        do {
            return try await store.pool.run { session in
                try session.query(
                    """
                    select log.begin_arrival(\(manifest.district), \(name), \(archive), \(manifest.head), \(sealedUpTo))
                    """
                ).single(as: Int32.self)
            }
        } catch let error as PostgresError where ["WM430", "WM431"].contains(error.code?.rawValue) {
            throw DistrictArchiveError.refusedDistrict(error.message ?? "")
        }
    }

    private func events(
        _ manifest: DistrictManifest, into log: EventLog, _ progress: (@Sendable (DistrictProgress) -> Void)?
    ) async throws {
        var head = try await log.head()
        var position: Int64 = 0
        for file in manifest.files where file.isEvents {
            try Task.checkCancellation()
            let first = position + 1
            position += file.rows
            // A file is taken whole or not at all, so an earlier run ended at the end of one.
            if position <= head { continue }
            var chunk: [UInt8] = [UInt8(ascii: "[")]
            try folder.forEachLine(of: file, in: manifest) { line, number in
                if number > 1 { chunk.append(UInt8(ascii: ",")) }
                chunk.append(contentsOf: line)
            }
            chunk.append(UInt8(ascii: "]"))
            let (tenant, text) = (log.district.tenant, String(decoding: chunk, as: UTF8.self))
            do {
                _ = try await log.transaction { try $0.query(Self.arrive(tenant, first, text)) }
            } catch EventLogError.database(let error) where error.kind == .server {
                // Another import of the same archive may have taken it meanwhile.
                head = try await log.head()
                guard head >= position else {
                    throw DistrictArchiveError.refusedEvents(file: file.name, Self.reason(error))
                }
            }
            progress?(.events(done: position, of: manifest.head))
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
}

extension DistrictManifest.File {
    /// Whether the file holds events.
    var isEvents: Bool { name.hasPrefix("events-") }
    /// Whether the file holds files of evidence.
    var isEvidence: Bool { name.hasPrefix("files-") }
    /// Whether this version knows what the file holds.
    var isKnown: Bool { isEvents || isEvidence || name == "keys.jsonl" || DistrictTables.table(of: name) != nil }
}
