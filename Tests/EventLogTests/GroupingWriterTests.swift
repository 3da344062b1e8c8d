import EventLog
import LearningRecord
import LibPQ
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
        }
    }

    @Test("those who wait for the district's order share one transaction when their turn comes")
    func groupingTogether() async throws {
        try await withLog(connections: 3) { fixture in
            let writer = GroupingWriter(log: fixture.log)
            var maker = EventMaker(seed: 18)
            let open = try await OpenAppend(
                log: fixture.log, events: [maker.attempt(words: false)],
                options: Store.options(fixture.database.options))
            var calls: [Task<AppendReceipt, any Error>] = []
            for event in maker.next(32) { calls.append(Task { try await writer.append([event]) }) }
            try await Task.sleep(for: .milliseconds(500))
            try await open.commit()
            // Each transaction has its own time.
            var times: Set<Instant> = []
            for call in calls { times.insert(try await call.value.recordedAt) }
            // Who came first went alone, who came second perhaps with few.
            #expect(times.count <= 3)
        }
    }

    @Test("no transaction takes more events than the limit, however many wait")
    func groupingLimit() async throws {
        try await withLog(connections: 3) { fixture in
            let writer = GroupingWriter(log: fixture.log, limit: 5)
            var maker = EventMaker(seed: 20)
            let open = try await OpenAppend(
                log: fixture.log, events: [maker.attempt(words: false)],
                options: Store.options(fixture.database.options))
            var calls: [Task<AppendReceipt, any Error>] = []
            // Two events each, so that the limit falls inside a call.
            for _ in 0..<30 {
                let events = maker.next(2)
                calls.append(Task { try await writer.append(events) })
            }
            try await Task.sleep(for: .milliseconds(500))
            try await open.commit()
            var sizes: [Instant: Int] = [:]
            var positions: [Int64] = []
            for call in calls {
                let receipt = try await call.value
                sizes[receipt.recordedAt, default: 0] += 2
                positions += receipt.positions
            }
            #expect(sizes.values.allSatisfy { $0 <= 4 })
            #expect(positions.sorted() == Array(2...61))
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

    @Test("a correction never stands before what it corrects, whoever shares its transaction")
    func groupingCorrections() async throws {
        try await withLog(connections: 3) { fixture in
            // Two calls wait for the district's order, one after the other: what comes after them waits together.
            let writer = GroupingWriter(log: fixture.log)
            var maker = EventMaker(seed: 16)
            let corrected = maker.attempt()
            let events = [maker.attempt(), maker.attempt(), maker.correction(of: corrected), corrected]
            let open = try await OpenAppend(
                log: fixture.log, events: [maker.attempt(words: false)],
                options: Store.options(fixture.database.options))
            var calls: [Task<AppendReceipt, any Error>] = []
            for event in events {
                calls.append(Task { try await writer.append([event]) })
                try await Task.sleep(for: .milliseconds(300))
            }
            try await open.commit()
            let outcomes = [await calls[0].result, await calls[1].result, await calls[2].result, await calls[3].result]
            let correctedAt = try outcomes[3].get().last
            switch outcomes[2] {
            case .success(let receipt): #expect(receipt.last > correctedAt)
            case .failure(EventLogError.unknownReference): break
            case .failure(let error): throw error
            }
            _ = try (outcomes[0].get(), outcomes[1].get())
        }
    }

    @Test("a lost connection is told to those whose groups were under way; a retry is safe, and the rest goes on")
    func groupingLoss() async throws {
        try await withLog(connections: 3) { fixture in
            let writer = GroupingWriter(log: fixture.log)
            let administrator = try await Connection.connect(fixture.database.options)
            let killer = Task {
                while !Task.isCancelled {
                    try await Task.sleep(for: .milliseconds(40))
                    try await administrator.run { session in
                        _ = try session.query(
                            """
                            select pg_terminate_backend(pid) from pg_stat_activity
                            where datname = current_database() and query like '%log.append%' and pid <> pg_backend_pid()
                            """)
                    }
                }
            }
            let outcomes = try await withThrowingTaskGroup(of: (acknowledged: [Int64], lost: Int).self) { group in
                for caller in 0..<16 {
                    group.addTask {
                        var maker = EventMaker(seed: UInt64(caller) + 700)
                        var (acknowledged, lost): ([Int64], Int) = ([], 0)
                        for _ in 0..<40 {
                            let event = maker.attempt()
                            for attempt in 1... {
                                do {
                                    acknowledged += try await writer.append([event]).positions
                                    break
                                } catch EventLogError.database(let error) where error.kind == .connection {
                                    lost += 1
                                    try #require(attempt < 100)
                                }
                            }
                        }
                        return (acknowledged, lost)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            killer.cancel()
            _ = await killer.result
            await administrator.close()
            #expect(outcomes.flatMap(\.acknowledged).sorted() == Array(1...640))
            #expect(outcomes.reduce(0) { $0 + $1.lost } > 0)
            #expect(try await fixture.log.verify() == .intact(events: 640))
        }
    }

    @Test("a writer that is never idle gives the connection back from time to time")
    func groupingTurns() async throws {
        try await withLog(connections: 1) { fixture in
            let writer = GroupingWriter(log: fixture.log)
            let start = ContinuousClock.now
            var callers: [Task<Void, Never>] = []
            for caller in 0..<100 {
                callers.append(
                    Task {
                        // One learner each, whose key is soon made: nothing else of a caller needs a connection.
                        var maker = EventMaker(seed: UInt64(caller) + 900, learners: 1)
                        while !Task.isCancelled, start.duration(to: .now) < .seconds(20) {
                            _ = try? await writer.append([maker.attempt()])
                        }
                    })
            }
            try await Task.sleep(for: .milliseconds(300))
            for _ in 0..<10 { _ = try await fixture.log.read(after: 0, limit: 1) }
            for caller in callers { caller.cancel() }
            for caller in callers { await caller.value }
            #expect(start.duration(to: .now) < .seconds(10))
        }
    }

    @Test("without a server every caller gets a clear error, and who comes later one of their own")
    func groupingWithoutServer() async throws {
        try await withLog(connections: 1) { fixture in
            var maker = EventMaker(seed: 17)
            let nowhere = Store(
                pool: Pool(Store.options(fixture.database.options.with(keyword: "host", "/nonexistent")), size: 1),
                master: testMasterKey)
            let writer = GroupingWriter(log: nowhere.log(of: fixture.district))
            for _ in 0..<2 {
                await #expect {
                    _ = try await writer.append([maker.attempt(words: false)])
                } throws: { error in
                    if case EventLogError.database(let error) = error { error.kind == .connection } else { false }
                }
            }
            await nowhere.close()
        }
    }

    @Test("when the server is silent for too long, all who were sent are told, and a retry is safe")
    func groupingSilence() async throws {
        try await withLog(connections: 3) { fixture in
            var options = Store.options(fixture.database.options)
            options.answerLimit = .milliseconds(300)
            let store = Store(pool: Pool(options, size: 2), master: testMasterKey)
            let writer = GroupingWriter(log: store.log(of: fixture.district))
            var maker = EventMaker(seed: 19)
            let open = try await OpenAppend(
                log: fixture.log, events: [maker.attempt(words: false)],
                options: Store.options(fixture.database.options))
            let events = maker.next(6, words: false)
            let calls = events.map { event in Task { try await writer.append([event]) } }
            for call in calls {
                await #expect {
                    _ = try await call.value
                } throws: { error in
                    if case EventLogError.database(let error) = error { error.kind == .connection } else { false }
                }
            }
            try await open.commit()
            var positions: [Int64] = []
            for event in events { positions += try await writer.append([event]).positions }
            #expect(positions.sorted() == Array(2...7))
            await store.close()
        }
    }
}
