import EventLog
import Foundation
import LearningRecord
import LibPQ

extension DistrictImport {
    /// Lines that go to the server at once, at the most.
    private static let batchLines = 2_000
    /// Bytes after which a batch is full, however few its lines are.
    private static let batchBytes = 8_000_000

    /// Reference data and keys, and the district comes to life, in one transaction. A file that was changed since it was
    /// looked at undoes it.
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
                let known = Set(try ReferenceTables.travelling(session))
                for file in manifest.files where file.name.hasPrefix("ref.") {
                    let table = String(file.name.dropFirst("ref.".count).dropLast(".jsonl".count))
                    guard known.contains(table) else { throw DistrictArchiveError.unknownTable(table) }
                    progress?(.table(table))
                    try session.execute("delete from ref.\(identifier: table) where tenant = \(tenant)")
                    try batches(of: file, in: manifest) { lines in
                        try Self.insert(lines, into: table, tenant, session)
                    }
                }
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
        try session.execute(
            """
            insert into ref.\(identifier: table)
            select (jsonb_populate_record(null::ref.\(identifier: table),
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
