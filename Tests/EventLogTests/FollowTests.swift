import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite("Following and as-of")
struct FollowTests {
    @Test("a follower sees what comes, by hint before the poll and by poll without hints", arguments: [true, false])
    func follow(hinted: Bool) async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 61)
            let events = maker.next(30)
            _ = try await fixture.log.append(Array(events[..<10]))
            let following = fixture.log.follow(
                after: 0, batch: 4, poll: hinted ? .seconds(30) : .milliseconds(100),
                hints: hinted ? fixture.database.options : nil)
            let follower = Task {
                var seen: [RecordedEvent] = []
                for try await batch in following {
                    seen += batch
                    if seen.count >= 30 { break }
                }
                return seen
            }
            let start = ContinuousClock.now
            for chunk in stride(from: 10, to: 30, by: 5) {
                try await Task.sleep(for: .milliseconds(100))
                _ = try await fixture.log.append(Array(events[chunk..<chunk + 5]))
            }
            let seen = try await follower.value
            #expect(seen.map(\.position) == Array(1...30))
            #expect(seen.map(\.event.id) == events.map(\.id))
            // With a poll of 30 s only a hint can have been in time.
            #expect(ContinuousClock.now - start < .seconds(15))
        }
    }

    @Test("a listener whose connection is ended goes on by polling")
    func lostListener() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 62)
            var options = fixture.database.options
            options = options.with(settings: ["application_name": "follower"])
            var iterator = fixture.log.follow(after: 0, poll: .milliseconds(300), hints: options).makeAsyncIterator()
            _ = try await fixture.log.append(maker.next(1))
            #expect(try await iterator.next()?.count == 1)
            _ = try await fixture.asAdministrator { session in
                try session.query(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'follower' and datname = current_database()"
                ).count
            }
            _ = try await fixture.log.append(maker.next(2))
            #expect(try await iterator.next()?.map(\.position) == [2, 3])
        }
    }

    @Test("a follower ends when its task is cancelled")
    func cancelled() async throws {
        try await withLog { fixture in
            let follower = Task {
                var iterator = fixture.log.follow(after: 0, hints: fixture.database.options).makeAsyncIterator()
                return try await iterator.next()
            }
            try await Task.sleep(for: .milliseconds(200))
            follower.cancel()
            await #expect(throws: (any Error).self) { _ = try await follower.value }
        }
    }

    @Test("as of a time stands exactly what had been recorded by then")
    func asOf() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 63)
            var times: [Instant] = []
            for _ in 0..<12 { times.append(try await fixture.log.append(maker.next(2)).recordedAt) }
            for (index, time) in times.enumerated() {
                #expect(try await fixture.log.position(asOf: time) == Int64(index + 1) * 2)
                let before = Instant(microseconds: time.microseconds - 1)
                #expect(try await fixture.log.position(asOf: before) == Int64(index) * 2)
            }
            #expect(try await fixture.log.position(asOf: Instant(microseconds: 0)) == 0)
        }
    }

    @Test("a learner's events, and those of several, in order and up to a position")
    func byLearner() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 64, learners: 3)
            let events = maker.next(60)
            _ = try await fixture.log.append(events)
            for learner in maker.learners {
                let expected = events.enumerated().filter { $0.element.learner == learner && $0.offset < 40 }
                let read = try await fixture.log.read(learner: learner, upTo: 40)
                #expect(read.map(\.position) == expected.map { Int64($0.offset + 1) })
            }
            let several = try await fixture.log.read(learners: Array(maker.learners.prefix(2)))
            #expect(Set(several.keys) == Set(maker.learners.prefix(2)))
        }
    }
}
