import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport
import Testing

/// A rebuild is killed in its work again and again, and simply started anew.
@Suite("A rebuild that is killed", .serialized)
struct RebuildKillTests {
    private static let rounds = 8

    @Test(
        "leaves the live rows as they are and everybody at work; the next one goes on to the same rows",
        .longTimeLimit)
    func kill() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "North")
            _ = try await fixture.log.appendInBulk(History.events(60_000, seed: 23, learners: 4_000))
            _ = try await Projector(log: fixture.log).catchUp()
            let rows = try await Self.rows(fixture)
            let program = Program(database)
            var random = SeededGenerator(seed: 5)
            var states: Set<String> = []
            for round in 0..<Self.rounds {
                // In every second round it cannot end the loading, else at any moment.
                let gate = round % 2 == 0 ? try await Gate(database, "proj.checkpoint") : nil
                let running = try await program.start(["rebuild", "continuum", "--workers", "2"])
                if let gate {
                    while try await gate.visitor(of: running.processID), try await Self.state(fixture) != "loading" {
                        _ = try await gate.pass(of: running.processID)
                    }
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...(gate == nil ? 900 : 50), using: &random)))
                running.signal(SIGKILL)
                _ = try await running.outcome()
                if gate != nil { states.insert(try await Self.state(fixture)) }
                try await gate?.open()
                states.insert(try await Self.state(fixture))
                // Whatever it left, every other command works and shows what it showed.
                let status = try await program.run("status", "--json")
                #expect(status.status == 0, "\(status.errors)")
                #expect(try await Self.rows(fixture) == rows)
            }
            #expect(states.contains("loading"), "no kill fell into the loading: \(states)")
            let outcome = try await program.run("rebuild", "continuum")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try await Self.rows(fixture) == rows)
            #expect(try await Self.state(fixture) == "live")
            await fixture.store.close()
        }
    }

    /// What the newest build is at.
    private static func state(_ fixture: Fixture) async throws -> String {
        try await fixture.log.run { session in
            try session.query(
                """
                select case when loaded_at is null then 'loading' else state end from proj.registry
                 where projection = 'continuum' order by build desc limit 1
                """
            ).single(as: String.self)
        }
    }

    private static func rows(_ fixture: Fixture) async throws -> Set<String> {
        let tenant = fixture.district.tenant
        return try await fixture.log.run { session in
            Set(
                try session.query(
                    "select c::text from proj.continuum c where tenant = \(tenant)"
                ).column(as: String.self))
        }
    }
}
