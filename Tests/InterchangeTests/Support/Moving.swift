import Crypto
import EventLog
import Foundation
import LearningRecord
import LibPQ
import ReferenceData
import Testing

/// What tests of a district that moves have in common.
enum Moving {
    static func fill(_ log: EventLog, _ kept: LearnerID, _ erased: LearnerID) async throws {
        _ = try await log.append([try event(kept, words: ["feedback": "well found"])])
        _ = try await log.append([
            try event(erased, words: ["feedback": "try again"]), try event(kept, words: ["feedback": "é \" \\ \n"]),
        ])
        _ = try await log.erase(
            erased, id: EventID(UUID()), basis: LearnerErased.Basis.allCases[0], by: Assertion(role: .system),
            at: Instant(microseconds: 1_700_000_000_000_000))
        let tenant = log.district.tenant
        let policy = MasteryPolicy(version: try #require(Label("spring")), inForceFrom: Instant(microseconds: 0))
        _ = try await log.transaction { try PolicyStore.set($0, tenant: tenant, policy, startsNow: true) }
        try await log.run { session in
            _ = try session.execute(
                """
                insert into ref.school (tenant, school, source_id, kind, name, fingerprint)
                values (\(tenant), \(UUID()), 's', 'school', 'A "school"', \([UInt8](0...9)))
                """)
            _ = try session.execute(
                """
                insert into ref.group_membership (tenant, learner, dimension, member_of)
                values (\(tenant), \(kept), 'language', 'fr')
                """)
        }
    }

    static func event(_ learner: LearnerID, words: Words) throws -> LearningEvent {
        LearningEvent(
            id: EventID(UUID()), learner: learner, occurredAt: Instant(microseconds: 1_700_000_000_123_456),
            assertedBy: Assertion(person: PersonID(UUID()), role: .teacher),
            facts: .attempt(
                Attempt(
                    task: try #require(Label("bridge")), competencies: [CompetencyID(UUID()), CompetencyID(UUID())],
                    outcome: .demonstrated)), words: words)
    }

    /// Every row of the log and of each table of reference data, without the number of the district.
    static func rows(_ log: EventLog) async throws -> [String] {
        let tenant = log.district.tenant
        return try await log.run { session in
            let tables = try session.query(
                """
                select format('%I.%I', n.nspname, c.relname) from pg_class c
                  join pg_namespace n on n.oid = c.relnamespace
                  join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant'
                 where n.nspname = 'ref' and c.relkind = 'r' or c.oid = 'log.event'::regclass order by 1
                """
            ).column(as: String.self)
            return try tables.flatMap { table in
                // A name from the catalogue is no input.
                try session.query(
                    "select (to_jsonb(t) - 'tenant')::text from \(unsafeRaw: table) t where tenant = \(tenant) order by 1"
                ).column(as: String.self).map { "\(table) \($0)" }
            }
        }
    }

    static func hex(_ data: Data) -> String {
        SHA256.hash(data: data).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    static func folder() -> String { NSTemporaryDirectory() + "waymark-archive-\(UUID().uuidString)" }

    /// Changes the text of a file of an archive.
    static func change(_ folder: String, _ name: String, _ change: (String) -> String) throws {
        let path = "\(folder)/\(name)"
        try Data(change(try String(contentsOfFile: path, encoding: .utf8)).utf8).write(to: URL(fileURLWithPath: path))
    }
}
