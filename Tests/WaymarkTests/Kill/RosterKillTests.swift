import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

/// A roster import is killed in its work again and again, and simply started anew.
@Suite("A roster import that is killed", .serialized)
struct RosterKillTests {
    private static let rounds = 10
    private static let learners = 12_000

    @Test(
        "ten kills, then once to the end: nobody twice, and an event for every enrolment, once",
        .longTimeLimit)
    func kill() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "North")
            let roster = try Roster(school: "First", learners: Self.learners)
            defer { try? FileManager.default.removeItem(at: roster.folder) }
            let program = Program(database)
            let command = [
                "import", "oneroster", roster.folder.path, "--as-of", "2025-09-01", "--allow-many-endings",
                "--no-project",
            ]
            var random = SeededGenerator(seed: 20_260_910)
            var moments: Set<Moment> = []
            for round in 0..<Self.rounds {
                // In every second round it cannot come from the reference data to the log, else at any moment.
                let isHeldUp = round % 2 == 0 && moments.contains(.done) == false
                let gate = isHeldUp ? try await Gate(database, "log.event") : nil
                let running = try await program.start(command)
                if let gate { #expect(try await gate.visitor(of: running.processID)) }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...(gate == nil ? 1_500 : 50), using: &random)))
                running.signal(SIGKILL)
                _ = try await running.outcome()
                if gate != nil { moments.insert(try await moment(fixture.log)) }
                try await gate?.open()
                moments.insert(try await moment(fixture.log))
                #expect(try await strays(fixture.log) == 0)
            }
            #expect(moments.contains(.waiting), "no kill fell between the reference data and the log: \(moments)")
            let outcome = try await program.run(arguments: command)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try await moment(fixture.log) == .done)
            let again = try await program.run(arguments: command)
            #expect(again.status == 0, "\(again.errors)")
            let count = Int64(Self.learners)
            #expect(try await number(fixture.log, "select count(*) from ref.enrolment") == count)
            #expect(try await number(fixture.log, "select count(distinct event_id) from log.event") == count)
            #expect(try await fixture.log.head() == count)
            #expect(try await fixture.log.verify() == .intact(events: count))
            await fixture.store.close()
        }
    }

    private enum Moment {
        case nothing
        /// The reference data is there and events wait.
        case waiting
        case done
    }

    private func moment(_ log: EventLog) async throws -> Moment {
        if try await number(log, "select count(*) from ref.pending_event") > 0 { return .waiting }
        return try await number(log, "select count(*) from ref.enrolment") > 0 ? .done : .nothing
    }

    /// Enrolments whose event is neither in the log nor waiting, or both.
    private func strays(_ log: EventLog) async throws -> Int64 {
        try await number(
            log,
            """
            select count(*) from ref.enrolment e
              left join log.event l on l.tenant = e.tenant and l.event_id = e.event_id
              left join ref.pending_event p on p.tenant = e.tenant and p.event_id = e.event_id
             where (l.event_id is null) = (p.event_id is null)
            """)
    }

    private func number(_ log: EventLog, _ query: SQL) async throws -> Int64 {
        try await log.run { try $0.query(query).single(as: Int64.self) }
    }
}
