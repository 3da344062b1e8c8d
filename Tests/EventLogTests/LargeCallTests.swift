import EventLog
import LearningRecord
import LibPQ
import Testing

/// A call that is prepared in parts is still one call.
@Suite("Large calls")
struct LargeCallTests {
    @Test("an event that stands twice, far apart, is stored once")
    func repeats() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 21)
            var events = maker.next(900)
            events.append(events[3])
            let receipt = try await fixture.log.append(events)
            #expect(receipt.positions == Array(1...900) + [4])
            var changed = events
            changed[900].words = ["feedback": "something else"]
            let (repeated, call) = (events[3].id, changed)
            await #expect {
                _ = try await fixture.log.append(call)
            } throws: { error in
                guard case EventLogError.repeatedID(repeated) = error else { return false }
                return true
            }
        }
    }

    @Test("a correction may name an event far before it in the call, and none after it")
    func corrections() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 22)
            let events = maker.next(600)
            let correction = maker.correction(of: events[0])
            let receipt = try await fixture.log.append(events + [correction])
            #expect(receipt.last == 601)
            let later = maker.next(600)
            let early = maker.correction(of: later[599])
            await #expect {
                _ = try await fixture.log.append([early] + later)
            } throws: { error in
                guard case EventLogError.invalid(index: 0, _) = error else { return false }
                return true
            }
        }
    }

    @Test("an event that no log takes is named by its place in the whole call")
    func invalid() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 23)
            var events = maker.next(800)
            events[777].words = ["invitation": "no attempt has this"]
            let call = events
            await #expect {
                _ = try await fixture.log.append(call)
            } throws: { error in
                guard case EventLogError.invalid(index: 777, _) = error else { return false }
                return true
            }
            let head = try await fixture.log.head()
            #expect(head == 0)
        }
    }
}
