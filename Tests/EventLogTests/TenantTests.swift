import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite("Districts never see each other")
struct TenantTests {
    @Test("every public read of one district is blind to the other")
    func reads() async throws {
        try await withLog { fixture in
            let south = fixture.store.log(of: try await fixture.store.createDistrict(named: "South"))
            var maker = EventMaker(seed: 31)
            let learner = maker.learners[0]
            // The same event, of the same learner, in both: each has its own.
            let event = maker.attempt(of: learner)
            _ = try await fixture.log.append([event] + maker.next(4))
            #expect(try await south.head() == 0)
            #expect(try await south.read(after: 0, limit: 10) == [])
            #expect(try await south.read(learner: learner) == [])
            #expect(try await south.words(at: [1, 2, 3]) == [:])
            #expect(try await south.position(asOf: Instant(microseconds: .max / 2)) == 0)
            #expect(try await south.verify() == .intact(events: 0))
            #expect(try await south.append([event]).positions == [1])
            #expect(try await fixture.log.head() == 5)
        }
    }

    @Test("without the condition in the query, row-level security still hides the other district")
    func secondFence() async throws {
        try await withLog { fixture in
            let south = fixture.store.log(of: try await fixture.store.createDistrict(named: "South"))
            var maker = EventMaker(seed: 32)
            _ = try await fixture.log.append(maker.next(3))
            _ = try await south.append(maker.next(2))
            let tables = ["log.event", "vault.learner_key", "vault.tenant_key"]
            for table in tables {
                let tenants = try await south.run { session in
                    try session.query("select distinct tenant from \(unsafeRaw: table)").column(as: Int32.self)
                }
                #expect(tenants == [south.district.tenant], "\(table)")
            }
        }
    }

    @Test("a session that names no district sees nothing: the query fails")
    func unsetDistrict() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 33)
            _ = try await fixture.log.append(maker.next(3))
            let connection = try await Connection.connect(Store.options(fixture.database.options))
            await #expect(throws: PostgresError.self) {
                try await connection.run { _ = try $0.query("select count(*) from log.event").single(as: Int64.self) }
            }
            await connection.close()
        }
    }

    @Test("without its policy the second fence is gone: the policy is what hides")
    func withoutPolicy() async throws {
        try await withLog { fixture in
            let south = fixture.store.log(of: try await fixture.store.createDistrict(named: "South"))
            var maker = EventMaker(seed: 34)
            _ = try await fixture.log.append(maker.next(3))
            try await fixture.asAdministrator { session in
                try session.script("alter table log.event disable row level security")
            }
            let seen = try await south.run { try $0.query("select count(*) from log.event").single(as: Int64.self) }
            #expect(seen == 3)
        }
    }

    @Test("an event's key in one district opens nothing in another")
    func keys() async throws {
        try await withLog { fixture in
            let south = fixture.store.log(of: try await fixture.store.createDistrict(named: "South"))
            var maker = EventMaker(seed: 35)
            let event = maker.attempt()
            _ = try await fixture.log.append([event])
            _ = try await south.append([event])
            let sealed = try await fixture.asAdministrator { session in
                try session.query("select words from log.event").column(as: [UInt8].self)
            }
            #expect(Set(sealed).count == 2)
        }
    }
}
