import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

/// Commands that destroy or move are killed in their work again and again, and simply started anew.
@Suite("Retention and moves of keys that are killed", .serialized)
struct RetentionKillTests {
    private static let learners = 1_000
    private static let keys = 12_000

    @Test("a run: nobody twice, nobody in half, and one event that counts them all", .longTimeLimit)
    func retention() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "Lakeside")
            let gone = try await fixture.goneLearners(Self.learners)
            let school = RetiredSchoolSchedule.file
            defer { try? FileManager.default.removeItem(at: school) }
            let program = Program(database)
            let set = try await program.run("retention", "set", school.path)
            #expect(set.status == 0, "\(set.errors)")
            let start = try await fixture.log.head()
            var random = SeededGenerator(seed: 20_261_128)
            var heads: [Int64] = []
            for _ in 0..<8 {
                // As soon as it has destroyed something more, and then at any moment of the next step.
                let gate = try await Gate(database, "log.event")
                let running = try await program.start(["retention", "run"])
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    #expect(try await gate.pass(of: running.processID))
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...100, using: &random)))
                running.signal(SIGKILL)
                _ = try await running.outcome()
                try await gate.open()
                heads.append(try await fixture.log.head() - start)
                #expect(try await halves(fixture.log) == 0)
            }
            #expect(heads.contains { $0 > 0 && $0 < Int64(Self.learners) }, "no kill fell into the work: \(heads)")
            let done = try await program.run("retention", "run", "--json")
            #expect(done.status == 0, "\(done.errors)")
            #expect(try await halves(fixture.log) == 0)
            let events = try await fixture.log.read(after: start, limit: .max).map(\.event)
            let erased = events.filter { $0.kind == .learnerErased }.map(\.learner)
            #expect(erased.count == Self.learners && Set(erased) == Set(gone))
            let runs = events.compactMap { event -> RetentionRun? in
                if case .retentionRun(let facts) = event.facts { facts } else { nil }
            }
            let totals = runs.reduce(into: [String: Int64]()) { totals, run in
                for tally in run.tallies { totals[tally.recordClass.text, default: 0] += tally.destroyed }
            }
            // A kill that came after the end leaves a run of its own; all together destroyed each one once.
            for name in ["words", "identity", "groups"] { #expect(totals[name] == Int64(Self.learners), "\(totals)") }
            #expect(
                try await number(fixture.log, "select count(*) from ref.retention_run where finished_at is null") == 0)
            #expect(try await fixture.log.verify() == .intact(events: try await fixture.log.head()))
            await fixture.store.close()
        }
    }

    @Test(
        "a move of keys, there and back: words can be read at every moment, and no key is lost",
        .longTimeLimit
    )
    func moving() async throws {
        try await withTestDatabase { keys in
            try await withTestDatabase { database in
                let fixture = try await Fixture(database, named: "Lakeside")
                let gone = try await fixture.goneLearners(Self.keys, isKnown: false)
                let both = Program(database, environment: ["WAYMARK_KEY_DATABASE": keys.url])
                let pool = Pool(Store.options(keys.options), size: 2)
                let store = Store(pool: fixture.store.pool, master: Fixture.master, keyPool: pool)
                let positions = (0..<50).map { Int64(2 + 2 * $0 * (Self.keys / 50)) }
                var random = SeededGenerator(seed: 20_261_129)
                var isCut = false
                for arguments in [["key", "move"], ["key", "move", "--back"]] {
                    for _ in 0..<6 {
                        let gate = try await Gate(database, "vault.learner_key")
                        let running = try await both.start(arguments)
                        // As soon as it has begun, or a step or two later.
                        for _ in 0..<Int.random(in: 0...2, using: &random) {
                            _ = try await gate.pass(of: running.processID)
                        }
                        try await Task.sleep(for: .milliseconds(Int.random(in: 0...80, using: &random)))
                        running.signal(SIGKILL)
                        _ = try await running.outcome()
                        try await gate.open()
                        let states = try await underWay(fixture.log)
                        isCut = isCut || states > 0
                        // A program that starts now.
                        do {
                            let words = try await store.log(of: fixture.district).words(at: positions)
                            #expect(words.count == positions.count)
                        } catch EventLogError.key(.beingMoved) {
                            // Between the last two steps: the same command ends it.
                        }
                    }
                    let done = try await both.run(arguments: arguments)
                    #expect(done.status == 0, "\(done.errors)")
                    let here = try await count(database)
                    let there = try await count(keys)
                    #expect((here, there) == (arguments.count == 2 ? (0, Int64(Self.keys)) : (Int64(Self.keys), 0)))
                    #expect(try await store.log(of: fixture.district).words(at: positions).count == positions.count)
                }
                #expect(isCut, "no kill fell into the work")
                #expect(Set(gone).count == Self.keys)
                await pool.close()
                await fixture.store.close()
            }
        }
    }

    /// Learners of whom the event, the key and the name do not agree.
    private func halves(_ log: EventLog) async throws -> Int64 {
        try await number(
            log,
            """
            select count(*) from ref.person p
              left join vault.learner_key k on k.tenant = p.tenant and k.learner = p.person
              left join log.event e on e.tenant = p.tenant and e.learner = p.person and e.kind = 21
             where 'student' = any(p.roles) or p.erased_at is not null or e.event_id is not null
            having count(*) filter (where (p.erased_at is null) <> (e.event_id is null)
                                       or (k.destroyed_at is null) <> (e.event_id is null)) > 0
            """, orZero: true)
    }

    /// Whether a move is under way.
    private func underWay(_ log: EventLog) async throws -> Int64 {
        try await number(log, "select count(*) from vault.places() where state in ('leaving', 'arriving')")
    }

    private func number(_ log: EventLog, _ query: SQL, orZero: Bool = false) async throws -> Int64 {
        try await log.run { session in
            let rows = try session.query(query)
            return rows.isEmpty && orZero ? 0 : try rows.single(as: Int64.self)
        }
    }

    private func count(_ database: TestDatabase) async throws -> Int64 {
        let connection = try await Connection.connect(database.options)
        let count = try await connection.run {
            try $0.query("select count(*) from vault.learner_key where wrapped is not null").single(as: Int64.self)
        }
        await connection.close()
        return count
    }
}

/// A schedule under which everybody who left years ago goes wholly.
private enum RetiredSchoolSchedule {
    static var file: URL {
        let text = """
            {"format": "waymark-retention-schedule", "classes": {
                "words": {"keep": "P1Y", "purpose": "For a test."}, "groups": {"keep": "P1Y", "purpose": "For a test."},
                "identity": {"keep": "P1Y", "purpose": "For a test."}}}
            """
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("schedule-\(UUID().uuidString).json")
        try? Data(text.utf8).write(to: file)
        return file
    }
}
