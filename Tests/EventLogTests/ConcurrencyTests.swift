import EventLog
import Foundation
import LearningRecord
import LibPQ
import Synchronization
import TestSupport
import Testing

@Suite("Many writers")
struct ConcurrencyTests {
    @Test("a reader that follows 8 writers with random batches sees every position once, in order")
    func gaplessTail() async throws {
        try await withLog(connections: 12) { fixture in
            let log = fixture.log
            let perWriter = 150
            let total = try await withThrowingTaskGroup(of: Int.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        var maker = EventMaker(seed: UInt64(writer) + 100)
                        var sent = 0
                        while sent < perWriter {
                            let batch = maker.next(min(Int.random(in: 1...20, using: &maker.random), perWriter - sent))
                            let receipt = try await log.append(batch)
                            sent += batch.count
                            #expect(
                                receipt.positions
                                    == Array(receipt.positions[0]..<receipt.positions[0] + Int64(batch.count)))
                        }
                        return 0
                    }
                }
                group.addTask {
                    var next: Int64 = 1
                    var lastTime = Instant(microseconds: .min)
                    while next <= 8 * Int64(perWriter) {
                        for event in try await log.read(after: next - 1, limit: 7) {
                            #expect(event.position == next)
                            #expect(event.recordedAt >= lastTime)
                            next = event.position + 1
                            lastTime = event.recordedAt
                        }
                    }
                    return Int(next - 1)
                }
                return try await group.reduce(0, +)
            }
            #expect(total == 8 * perWriter)
            #expect(try await log.verify() == .intact(events: Int64(total)))
        }
    }

    @Test("while an append is held open, no reader passes it and other districts go on", arguments: [true, false])
    func overlap(guarded: Bool) async throws {
        try await withLog(connections: 6) { fixture in
            if !guarded { try await removeTheLock(fixture) }
            let other = fixture.store.log(of: try await fixture.store.createDistrict(named: "South"))
            var maker = EventMaker(seed: 11)
            let held = maker.next(2)
            let waiting = maker.next(3)
            let log = fixture.log
            // Open, appended, not committed.
            let holder = try await OpenAppend(log: log, events: held, options: Store.options(fixture.database.options))
            let second = Task { try await log.append(waiting) }
            try await Task.sleep(for: .milliseconds(200))
            #expect(try await other.append(maker.next(2)).positions == [1, 2])
            let seen = try await log.read(after: 0, limit: 10).map(\.position)
            try await holder.commit()
            if guarded {
                #expect(seen == [])
                #expect(try await second.value.positions == [3, 4, 5])
            } else {
                // Without the lock the second writer takes the same positions: the key of the table alone stops it.
                guard case .failure = await second.result else {
                    Issue.record("two writers took the same positions")
                    return
                }
            }
        }
    }

    @Test("of 16 that expect the same position one wins")
    func racers() async throws {
        try await withLog(connections: 16) { fixture in
            var maker = EventMaker(seed: 12, learners: 2)
            let learner = maker.learners[1]
            let log = fixture.log
            let start = try await log.append([maker.attempt(of: learner)]).last
            let attempts = (0..<16).map { _ in maker.attempt(of: learner) }
            let outcomes = await withTaskGroup(of: Result<AppendReceipt, any Error>.self) { group in
                for attempt in attempts {
                    group.addTask {
                        do {
                            return .success(try await log.append([attempt], expecting: [learner: start]))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let winners = outcomes.filter { (try? $0.get()) != nil }
            #expect(winners.count == 1)
            for case .failure(let error) in outcomes {
                guard case EventLogError.staleExpectation = error else {
                    Issue.record("another error: \(error)")
                    continue
                }
            }
            #expect(try await log.head() == start + 1)
        }
    }

    @Test("with the expectation unchecked several would win: the check is what stops them")
    func racersWithoutGuard() async throws {
        try await withLog(connections: 4) { fixture in
            try await mutateAppend(
                fixture, replacing: "if v_check.actual <> v_check.expected then", with: "if false then")
            var maker = EventMaker(seed: 13, learners: 2)
            let learner = maker.learners[1]
            for _ in 0..<3 { _ = try await fixture.log.append([maker.attempt(of: learner)], expecting: [learner: 0]) }
            #expect(try await fixture.log.head() == 3)
        }
    }
}

/// Puts a change into the append function: a mutant that a test must notice.
func mutateAppend(_ fixture: LogFixture, replacing text: String, with other: String) async throws {
    try await fixture.asAdministrator { session in
        let source = try session.query(
            "select pg_get_functiondef('log.append'::regproc)"
        ).single(as: String.self)
        precondition(source.contains(text), "the append function has no such line any more: \(text)")
        try session.script(SQLScript(unsafeRaw: source.replacingOccurrences(of: text, with: other)))
    }
}

private func removeTheLock(_ fixture: LogFixture) async throws {
    try await mutateAppend(fixture, replacing: "for no key update", with: "")
}
