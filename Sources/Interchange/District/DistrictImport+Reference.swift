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
        do {
            try await log.transaction { session in
                // Another import of the same archive may have ended it meanwhile.
                guard try session.query("select log.hold_arrival(\(tenant))").single(as: Bool.self) else { return }
                try session.set("TimeZone", to: "UTC")
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
                if let key = manifest.key, let transfer {
                    try log.keyring.keep(districtKey: key, wrappedBy: transfer, in: session)
                }
                for file in manifest.files where file.name == "keys.jsonl" {
                    try batches(of: file, in: manifest) { lines in
                        try Self.keys(lines, file.name, tenant, session)
                    }
                }
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
    private static func keys(_ lines: [String], _ file: String, _ tenant: Int32, _ session: Session) throws {
        var (learners, wrapped): ([UUID], [[UInt8]]) = ([], [])
        var (erased, times): ([UUID], [Int64?]) = ([], [])
        for line in lines {
            guard let json = try? JSONReader.read(Array(line.utf8)),
                let learner = json["learner"]?.string.flatMap({ UUID(uuidString: $0) })
            else { throw DistrictArchiveError.wrongWhole("a line of \(file)") }
            if let key = json["wrapped"]?.string.flatMap({ Data(base64Encoded: $0) }) {
                learners.append(learner)
                wrapped.append(Array(key))
            } else {
                erased.append(learner)
                times.append(json["destroyed_at"]?.integer)
            }
        }
        if !erased.isEmpty {
            _ = try session.query(
                """
                select vault.arrive_destroyed(\(tenant), \(erased),
                    array(select timestamptz '2000-01-01 00:00:00Z' + t.time * interval '1 microsecond'
                            from unnest(\(times)) with ordinality t(time, n) order by t.n))
                """)
        }
        if !learners.isEmpty {
            _ = try session.query("select learner from vault.keep_keys(\(tenant), \(learners), \(wrapped))")
        }
    }
}
