import EventLog
import Foundation
import LearningRecord
import LibPQ

extension DistrictImport {
    /// Lines that go to the server at once, at the most.
    private static let batchLines = 2_000
    /// Bytes after which a batch is full, however few its lines are.
    private static let batchBytes = 8_000_000

    /// Files of evidence, each file of the archive in a transaction of its own: an import that goes on finds what is
    /// here.
    func evidence(
        _ manifest: DistrictManifest, into log: EventLog, _ progress: (@Sendable (DistrictProgress) -> Void)?
    ) async throws {
        let tenant = log.district.tenant
        let files = manifest.files.filter(\.isEvidence)
        let all = files.reduce(0) { $0 + $1.rows }
        var done: Int64 = 0
        for file in files {
            try Task.checkCancellation()
            try await log.transaction { session in
                session.set("TimeZone", to: "UTC")
                try batches(of: file, in: manifest) { lines in
                    try session.execute(
                        """
                        insert into vault.evidence_file (tenant, learner, digest, kind, size, sealed, stored_at)
                        select \(tenant), f.learner, decode(f.digest, 'hex'), f.kind, f.size, decode(f.sealed, 'base64'),
                               f.stored_at
                          from unnest(\(lines)) line
                         cross join json_to_record(line::json) f(
                            learner uuid, digest text, kind text, size int, sealed text, stored_at timestamptz)
                        on conflict do nothing
                        """)
                }
            }
            done += file.rows
            progress?(.files(done: done, of: all))
        }
    }

    /// Reference data, accounts and keys, and the district comes to life, in one transaction. A file that was changed
    /// since it was looked at undoes it.
    func finish(
        _ manifest: DistrictManifest, into log: EventLog, _ progress: (@Sendable (DistrictProgress) -> Void)?
    ) async throws {
        let tenant = log.district.tenant
        let keys = try keys(manifest)
        // First, since they may go to another database: nobody can use them before the district is here.
        try await log.keepArchived(keys, wrappedBy: transfer)
        do {
            try await log.transaction { session in
                // Another import of the same archive may have ended it meanwhile.
                guard try session.query("select log.hold_arrival(\(tenant))").single(as: Bool.self) else { return }
                session.set("TimeZone", to: "UTC")
                let known = Set(try DistrictTables.travelling(session))
                for file in manifest.files {
                    guard let table = DistrictTables.table(of: file.name) else { continue }
                    guard known.contains(table) else { throw DistrictArchiveError.unknownTable(table) }
                    progress?(.table(table))
                    try batches(of: file, in: manifest) { lines in
                        try Self.insert(lines, into: table, tenant, session)
                    }
                }
                // A token names the place that gave it out: whoever had one is given another here.
                try session.execute(
                    "update access.token set ended_at = coalesce(ended_at, now()) where tenant = \(tenant)")
                try Self.destroyed(keys, tenant, session)
                try log.noteErasures(session)
                _ = try session.query("select log.finish_arrival(\(tenant))")
            }
        } catch EventLogError.database(let error) where error.code?.rawValue == "WM404" {
            throw DistrictArchiveError.refusedDistrict("its import was given up meanwhile")
        }
    }

    private func batches(
        of file: DistrictManifest.File, in manifest: DistrictManifest, _ body: ([String]) throws -> Void
    ) throws {
        var lines: [String] = []
        var size = 0
        try folder.forEachLine(of: file, in: manifest) { line, _ in
            lines.append(String(decoding: line, as: UTF8.self))
            size += line.count
            guard lines.count == Self.batchLines || size >= Self.batchBytes else { return }
            try body(lines)
            lines.removeAll()
            size = 0
        }
        if !lines.isEmpty { try body(lines) }
    }

    private static func insert(_ lines: [String], into table: String, _ tenant: Int32, _ session: Session) throws {
        let name = DistrictTables.sql(table)
        try session.execute(
            """
            insert into \(sql: name)
            select (jsonb_populate_record(null::\(sql: name),
                line::jsonb || jsonb_build_object('tenant', \(tenant)))).* from unnest(\(lines)) line
            """)
    }

    /// Keys that travel, and learners whose key was destroyed, with the time of it.
    private func keys(_ manifest: DistrictManifest) throws -> ArchivedKeys {
        var keys = ArchivedKeys(district: manifest.key, learners: [])
        for file in manifest.files where file.name == "keys.jsonl" {
            try folder.forEachLine(of: file, in: manifest) { line, number in
                guard let json = try? JSONReader.read(line),
                    let learner = json["learner"]?.string.flatMap({ LearnerID($0) })
                else { throw DistrictArchiveError.badLine(file: file.name, line: Int(number)) }
                let wrapped = json["wrapped"]?.string.flatMap { Data(base64Encoded: $0) }
                keys.learners.append(
                    .init(
                        learner: learner, wrapped: wrapped.map { Array($0) },
                        destroyedAt: json["destroyed_at"]?.integer))
            }
        }
        return keys
    }

    private static func destroyed(_ keys: ArchivedKeys, _ tenant: Int32, _ session: Session) throws {
        let destroyed = keys.learners.filter { $0.wrapped == nil }
        if destroyed.isEmpty { return }
        _ = try session.query(
            """
            select vault.arrive_destroyed(\(tenant), \(destroyed.map(\.learner)),
                array(select timestamptz '2000-01-01 00:00:00Z' + t.time * interval '1 microsecond'
                        from unnest(\(destroyed.map(\.destroyedAt))) with ordinality t(time, n) order by t.n))
            """)
    }
}
