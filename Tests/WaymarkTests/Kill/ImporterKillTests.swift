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
        .longTimeLimit)
    func kill() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "North")
            let events = Self.events(30_000)
            let file = FileManager.default.temporaryDirectory.appending(path: "kill-\(UUID().uuidString).jsonl")
            defer { try? FileManager.default.removeItem(at: file) }
            defer { try? FileManager.default.removeItem(atPath: file.path + ".rejects.jsonl") }
            // Every thousandth line is none that can be taken.
            let lines = events.enumerated().flatMap { index, event in
                [JSONWriter.text(.object(event.json))] + (index % 1_000 == 999 ? ["{\"broken\": \(index)}"] : [])
            }
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
            let program = Program(database)
            var random = SeededGenerator(seed: 99)
            var heads: [Int64] = []
            for _ in 0..<Self.rounds {
                let gate = try await Gate(database, "log.event", "ref.event_file")
                let running = try await program.start(["import", "events", file.path, "--no-project"])
                // A chunk or a note of how far it came at a time, but never to the end; then at any moment.
                let steps = try await Self.isNoted(fixture.log) ? 0...1 : 0...5
                for _ in 0..<Int.random(in: steps, using: &random) {
                    #expect(try await gate.pass(of: running.processID))
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...200, using: &random)))
                running.signal(SIGKILL)
                #expect(try await running.outcome().status == 128 + SIGKILL)
                try await gate.open()
                heads.append(try await fixture.log.head())
            }
            let outcome = try await program.run("import", "events", file.path, "--no-project")
            #expect(outcome.status == 4, "\(outcome.errors)")
            let head = try await fixture.log.head()
            #expect(head == Int64(events.count))
            #expect(heads.contains { $0 > 0 && $0 < head }, "no kill fell into the work: \(heads)")
            let stored = try await fixture.log.read(after: 0, limit: .max)
            // The same events, content and words too, in the order of the file: what one import without a kill leaves.
            #expect(try await fixture.log.open(stored).map(\.event) == events)
            try checkRejects(file.path + ".rejects.jsonl", of: lines)
            try await checkRuns(fixture.log)
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

    /// Whether a first part of the file is noted as done.
    private static func isNoted(_ log: EventLog) async throws -> Bool {
        try await log.run { try $0.query("select exists (select from ref.event_file)").single(as: Bool.self) }
    }

    /// Each line that could not be taken stands beside once, with its number, its reason and its text, in order.
    private func checkRejects(_ path: String, of lines: [String]) throws {
        let rejects = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            .map { try JSONReader.read(Array($0.utf8)) }
        let broken = lines.enumerated().filter { $0.element.hasPrefix("{\"broken") }
        #expect(rejects.compactMap { $0["line"]?.integer } == broken.map { Int64($0.offset + 1) })
        #expect(rejects.compactMap { $0["text"]?.string } == broken.map(\.element))
        #expect(rejects.allSatisfy { $0["reason"]?.string?.contains("id") == true })
    }

    /// Each start of the program has its row, those that were killed without an end; together they saw every line once.
    private func checkRuns(_ log: EventLog) async throws {
        let runs = try await log.run { session in
            try session.query(
                """
                select finished_at is not null, coalesce((report->>'lines')::int8, 0),
                       coalesce((report->>'rejected')::int8, 0)
                  from ref.import_run where format = 'events' order by started_at
                """
            ).map { (try $0[0, as: Bool.self], try $0[1, as: Int64.self], try $0[2, as: Int64.self]) }
        }
        #expect(runs.last?.0 == true)
        #expect(runs.filter(\.0).count == 1)
        #expect(runs.reduce(0) { $0 + $1.1 } == 30_030)
        #expect(runs.reduce(0) { $0 + $1.2 } == 30)
    }

    private static func events(_ count: Int) -> [LearningEvent] {
        Array(History.events(count, seed: 77, learners: 200).prefix(count))
    }
}
