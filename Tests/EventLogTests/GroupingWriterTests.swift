import EventLog
import LearningRecord
import TestSupport
import Testing

@Suite("The grouping writer")
struct GroupingWriterTests {
    @Test("the grouping writer answers every caller with their own positions, durable and gapless")
    func grouping() async throws {
        try await withLog(connections: 3) { fixture in
            let writer = GroupingWriter(log: fixture.log)
            let positions = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for caller in 0..<32 {
                    group.addTask {
                        var maker = EventMaker(seed: UInt64(caller) + 500)
                        var mine: [Int64] = []
                        for _ in 0..<10 {
                            let event = maker.attempt()
                            let receipt = try await writer.append([event])
                            let stored = try await fixture.log.read(after: receipt.last - 1, limit: 1)
                            #expect(stored.first?.event.id == event.id)
                            mine += receipt.positions
                        }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(positions.sorted() == Array(1...320))
            // Each transaction has its own time.
            let transactions = Set(try await fixture.log.read(after: 0, limit: 320).map(\.recordedAt))
            #expect(transactions.count < 160)
        }
    }

    @Test("a refused caller of a group does not harm the others")
    func groupingRefusal() async throws {
        try await withLog { fixture in
            let writer = GroupingWriter(log: fixture.log)
            var maker = EventMaker(seed: 14)
            let bad = maker.correction(of: maker.attempt())
            let good = maker.next(8)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for event in good + [bad] {
                    group.addTask { (try? await writer.append([event])) != nil }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 8)
            let head = try await fixture.log.head()
            #expect(head == 8)
        }
    }

    @Test("callers who send the same event at once all get its one position")
    func groupingRepeats() async throws {
        try await withLog { fixture in
            let writer = GroupingWriter(log: fixture.log)
            var maker = EventMaker(seed: 15)
            let event = maker.attempt()
            let positions = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for _ in 0..<20 {
                    group.addTask { try await writer.append([event]).positions }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(positions == Array(repeating: 1, count: 20))
            let head = try await fixture.log.head()
            #expect(head == 1)
        }
    }

    @Test("a correction that comes before what it corrects is refused, whoever shares its transaction")
    func groupingCorrections() async throws {
        try await withLog { fixture in
            // A call that waits for the district's order: the two after it wait together.
            let writer = GroupingWriter(log: fixture.log)
            var maker = EventMaker(seed: 16)
            let (held, waiting, corrected) = (maker.attempt(words: false), maker.attempt(), maker.attempt())
            let correction = maker.correction(of: corrected)
            let open = try await OpenAppend(
                log: fixture.log, events: [held], options: Store.options(fixture.database.options))
            var started: [Task<AppendReceipt, any Error>] = []
            for event in [waiting, correction, corrected] {
                started.append(Task { try await writer.append([event]) })
                try await Task.sleep(for: .milliseconds(300))
            }
            let calls = started
            try await open.commit()
            let first = try await calls[0].value.last
            await #expect(throws: EventLogError.self) { _ = try await calls[1].value }
            let last = try await calls[2].value.last
            #expect((first, last) == (2, 3))
        }
    }
}
