import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport
import Testing

/// A process that folds is stopped, not killed: it keeps its connections, wakes up much later and wants to go on.
@Suite("A worker that is stopped past its lease", .serialized)
struct StoppedWorkerTests {
    @Test(
        "is taken over from, writes nothing when it wakes, and the rows are those of the log", .longTimeLimit,
        arguments: ["proj.checkpoint", "proj.continuum"])
    func stopped(before table: String) async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "North")
            _ = try await fixture.log.appendInBulk(History.events(40_000, seed: 17, learners: 3_000))
            let program = Program(database)
            // It takes a lease, and is stopped before it can end what it took it for: before it moves its position, or with
            // the position moved and locked, while it writes rows.
            let gate = try await Gate(database, table)
            let sleeper = try await program.start(["project"])
            while try await gate.visitor(of: sleeper.processID), try await !Self.isHeld(fixture) {
                _ = try await gate.pass(of: sleeper.processID)
            }
            sleeper.signal(SIGSTOP)
            let epochs = try await Self.epochs(fixture)
            #expect(try await Self.isHeld(fixture), "it was to be stopped at work")
            try await gate.open(isAnybodyKilled: false)

            let other = try await program.start(["project", "--json"])
            let outcome = try await other.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try await Self.epochs(fixture) > epochs)
            let rows = try await Self.rows(fixture)
            #expect(try await rows == Self.expected(fixture))

            sleeper.signal(SIGCONT)
            _ = try await sleeper.outcome()
            #expect(try await Self.rows(fixture) == rows)
            #expect(try await Projector(log: fixture.log).status().allSatisfy { $0.lag == 0 && $0.parked.isEmpty })
        }
    }

    @Test(
        "a rebuild that is stopped in the middle of copying rows is taken over from", .longTimeLimit)
    func stoppedRebuild() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "North")
            _ = try await fixture.log.appendInBulk(History.events(20_000, seed: 19, learners: 2_000))
            _ = try await Projector(log: fixture.log).catchUp()
            let rows = try await Self.rows(fixture)
            let program = Program(database)
            let beginning = try await Gate(database, "proj.checkpoint")
            let sleeper = try await program.start(["rebuild", "continuum", "--workers", "1"])
            var build: Int32?
            while build == nil, try await beginning.visitor(of: sleeper.processID) {
                build = try await Self.buildBeingFilled(fixture)
                if build == nil { _ = try await beginning.pass(of: sleeper.processID) }
            }
            let table = "proj.continuum_b\(try #require(build))"
            let copying = try await Gate(database, table)
            try await beginning.open(isAnybodyKilled: false)
            // The server is in the statement, and the rows never come.
            #expect(try await copying.visitor(of: sleeper.processID))
            sleeper.signal(SIGSTOP)
            try await copying.open(isAnybodyKilled: false)

            let outcome = try await program.run("rebuild", "continuum", "--json")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try await Self.rows(fixture) == rows)
            #expect(try await Self.buildBeingFilled(fixture) == nil)

            sleeper.signal(SIGCONT)
            let woken = try await sleeper.outcome()
            #expect(woken.status != 0 && !woken.errors.isEmpty)
            #expect(try await Self.rows(fixture) == rows)
            await fixture.store.close()
        }
    }

    private static func buildBeingFilled(_ fixture: Fixture) async throws -> Int32? {
        try await fixture.log.run { session in
            try session.query("select build from proj.registry where projection = 'continuum' and loaded_at is null")
                .column(as: Int32.self).first
        }
    }

    private static func isHeld(_ fixture: Fixture) async throws -> Bool {
        try await fixture.log.run { session in
            try session.query(
                "select exists (select from proj.checkpoint where lease_until > clock_timestamp())"
            ).single(as: Bool.self)
        }
    }

    private static func epochs(_ fixture: Fixture) async throws -> Int64 {
        try await fixture.log.run { session in
            try session.query("select coalesce(sum(epoch), 0)::int8 from proj.checkpoint").single(as: Int64.self)
        }
    }

    private static func rows(_ fixture: Fixture) async throws -> Set<String> {
        let tenant = fixture.district.tenant
        return try await fixture.log.run { session in
            Set(
                try session.query(
                    "select learner || ' ' || competency || ' ' || explained_by::text from proj.continuum where tenant = \(tenant)"
                ).column(as: String.self))
        }
    }

    private static func expected(_ fixture: Fixture) async throws -> Set<String> {
        let events = try await fixture.log.read(after: 0, limit: .max)
        var rows: Set<String> = []
        for (learner, events) in Dictionary(grouping: events, by: \.event.learner) {
            for row in LearnerFold<Continuum>(replaying: events).rows {
                let positions = row.explainedBy.map(String.init).joined(separator: ",")
                rows.insert("\(learner) \(row.competency) {\(positions)}")
            }
        }
        return rows
    }
}
