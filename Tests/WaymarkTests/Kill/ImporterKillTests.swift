import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport
import Testing

/// An importer is killed in its work again and again, and simply started anew.
@Suite("An importer that is killed", .serialized)
struct ImporterKillTests {
    static let rounds = 10

    @Test(
        "ten kills, then once to the end: every event once, in one order, and projections equal a fresh rebuild",
        .timeLimit(.minutes(5)))
    func kill() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "North")
            let events = Self.events(30_000)
            let file = FileManager.default.temporaryDirectory.appending(path: "kill-\(UUID().uuidString).jsonl")
            defer { try? FileManager.default.removeItem(at: file) }
            let lines = events.map { JSONWriter.text(.object($0.json)) }
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
            let program = Program(database)
            var random = SeededGenerator(seed: 99)
            var heads: [Int64] = []
            for round in 0..<Self.rounds {
                let running = try await program.start(["import", "events", file.path])
                // In every third round as soon as it has stored something more, else at any moment.
                if round % 3 == 1 {
                    let before = heads.last ?? 0
                    let deadline = ContinuousClock.now + .seconds(30)
                    while try await fixture.log.head() == before, ContinuousClock.now < deadline {
                        try await Task.sleep(for: .milliseconds(5))
                    }
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...1_000, using: &random)))
                running.signal(SIGKILL)
                _ = try await running.outcome()
                heads.append(try await fixture.log.head())
            }
            let outcome = try await program.run("import", "events", file.path)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let head = try await fixture.log.head()
            #expect(head == Int64(events.count))
            #expect(heads.contains { $0 > 0 && $0 < head }, "no kill fell into the work: \(heads)")
            let stored = try await fixture.log.read(after: 0, limit: .max)
            #expect(stored.map(\.event.id) == events.map(\.id))
            let verification = try await fixture.log.verify()
            #expect(verification == .intact(events: head))
            let statuses = try await Projector(log: fixture.log).catchUp()
            for projection in Set(statuses.map(\.projection)) {
                let report = try await Rebuild(store: fixture.store).run(projection)
                #expect(report.proven == ["North"])
            }
            await fixture.store.close()
        }
    }

    private static func events(_ count: Int) -> [LearningEvent] {
        var history = History(seed: 77, learners: 200)
        var events: [LearningEvent] = []
        while events.count < count { events += history.next() }
        return Array(events.prefix(count))
    }
}
