import EventLog
import Foundation
import LearningRecord
import LibPQ
import ReferenceData
import TestSupport
import Testing

@Suite("Policies kept by version")
struct PolicyStoreTests {
    @Test("a version is set once, holds forward, and is never changed or taken away")
    func versions() async throws {
        try await withDistrict { pool, tenant in
            func set(_ policy: MasteryPolicy, startsNow: Bool = true) async throws -> PolicyStore.Refusal? {
                try await pool.transaction { try PolicyStore.set($0, tenant: tenant, policy, startsNow: startsNow) }
            }
            #expect(try await pool.read { try PolicyStore.policies($0, tenant: tenant) } == [])
            var policy = MasteryPolicy(version: try #require(Label("spring")), inForceFrom: .init(microseconds: 0))
            policy.pieces = 3
            policy.withinDays = 90
            let before = try await pool.read { try PolicyStore.now($0) }
            #expect(try await set(policy) == nil)
            let stored = try #require(try await pool.read { try PolicyStore.policies($0, tenant: tenant) }.first)
            #expect(stored.asksTheSame(as: policy) && stored.version == policy.version)
            #expect(stored.inForceFrom >= before)
            // The same again is a success, whatever the time.
            #expect(try await set(policy) == nil)
            #expect(try await set(stored, startsNow: false) == nil)
            var other = policy
            other.tasks = 3
            #expect(try await set(other) == .versionExists(stored))
            other = stored
            other.inForceFrom = Instant(microseconds: stored.inForceFrom.microseconds + 1)
            #expect(try await set(other, startsNow: false) == .versionExists(stored))
            var named = MasteryPolicy.default
            named.pieces = 5
            #expect(try await set(named) == .versionExists(.default))

            other.version = try #require(Label("autumn"))
            other.inForceFrom = before
            guard case .notForward? = try await set(other, startsNow: false) else {
                Issue.record("a policy was set for the past")
                return
            }
            other.inForceFrom = Instant(microseconds: before.microseconds + 3_600_000_000)
            #expect(try await set(other, startsNow: false) == nil)
            var winter = other
            winter.version = try #require(Label("winter"))
            #expect(try await set(winter, startsNow: false) == .sameStart(other.version))
            let all = try await pool.read { try PolicyStore.policies($0, tenant: tenant) }
            #expect(all.map(\.version.text) == ["spring", "autumn"])
            #expect(all.last == other)
            #expect(MasteryPolicy.inForce(all, at: try await pool.read { try PolicyStore.now($0) }) == stored)

            for change: SQL in [
                "update ref.mastery_policy set pieces = 1", "delete from ref.mastery_policy",
                "truncate ref.mastery_policy",
                """
                insert into ref.mastery_policy (tenant, version, in_force_from, pieces, tasks, settings, forms,
                                                newest_not_below, second_reading)
                values (\(tenant), 'earlier', '2020-01-01', 1, 1, 1, 1, true, true)
                """,
            ] {
                await #expect(throws: PostgresError.self, "\(change.text)") {
                    try await pool.transaction { session in
                        session.set("waymark.tenant", to: String(tenant))
                        _ = try session.execute(change)
                    }
                }
            }
            let elsewhere = try await pool.read { try PolicyStore.policies($0, tenant: tenant + 1) }
            #expect(elsewhere == [])
        }
    }

    private func withDistrict(_ body: (Pool, Int32) async throws -> Void) async throws {
        try await withTestDatabase { database in
            let pool = Pool(database.app, size: 2)
            let district = try await Store(pool: pool, master: nil).createDistrict(named: "Alder")
            do {
                try await body(pool, district.tenant)
                await pool.close()
            } catch {
                await pool.close()
                throw error
            }
        }
    }
}
