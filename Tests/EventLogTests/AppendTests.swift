import EventLog
import Foundation
import LearningRecord
import LibPQ
import Testing

@Suite("Appending")
struct AppendTests {
    @Test("positions are 1, 2, 3… and what is read is what was appended")
    func roundTrip() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 1)
            let events = maker.next(50)
            let first = try await fixture.log.append(Array(events[..<20]))
            let second = try await fixture.log.append(Array(events[20...]))
            #expect(first.positions == Array(1...20))
            #expect(second.positions == Array(21...50))
            #expect(second.recordedAt >= first.recordedAt)
            let read = try await fixture.log.open(try await fixture.log.read(after: 0, limit: 100))
            #expect(read.map(\.position) == Array(1...50))
            #expect(read.map(\.event) == events)
            #expect(try await fixture.log.head() == 50)
            #expect(try await fixture.log.verify() == .intact(events: 50))
        }
    }

    @Test("a retry gets the same positions, alone, in part and among new events")
    func retry() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 2)
            let events = maker.next(10)
            let receipt = try await fixture.log.append(events)
            let again = try await fixture.log.append(events)
            #expect(again.positions == receipt.positions)
            #expect(again.known == 10)
            let fresh = maker.next(2)
            let mixed = try await fixture.log.append([fresh[0], events[4], fresh[1]])
            #expect(mixed.positions == [11, 5, 12])
            #expect(mixed.known == 1)
            // A stale expectation does not matter to a retry: it happened when the expectation held.
            let retried = try await fixture.log.append([events[0]], expecting: [events[0].learner: 0])
            #expect(retried.positions == [1])
            #expect(try await fixture.log.head() == 12)
        }
    }

    @Test("an acknowledgement that is lost leaves a retry with the same positions")
    func lostAcknowledgement() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 3)
            let events = maker.next(5)
            let log = fixture.log
            // Cancelled at some moment between before the send and after the commit: whatever happened, the retry
            // finds all or nothing and answers the same.
            for delay in [0, 1, 2, 5, 20] {
                let batch = maker.next(5)
                let lost = Task { try await log.append(batch) }
                try await Task.sleep(for: .milliseconds(delay))
                lost.cancel()
                let outcome = await lost.result
                let before = try await log.head()
                let receipt = try await log.append(batch)
                if case .success(let answered) = outcome { #expect(answered.positions == receipt.positions) }
                #expect(receipt.known == 0 || receipt.known == 5)
                #expect(try await log.head() == (receipt.known == 5 ? before : before + 5))
            }
            _ = try await log.append(events)
            #expect(try await log.verify() == .intact(events: 30))
        }
    }

    @Test("a known id with other content is refused and nothing is stored", arguments: [false, true])
    func reusedID(inside: Bool) async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 4)
            let events = maker.next(3)
            _ = try await fixture.log.append([events[1]])
            var other = events[1]
            other.words = ["feedback": "something else"]
            let call = inside ? [events[0], other, events[2]] : [other]
            await #expect(throws: EventLogError.self) { try await fixture.log.append(call) }
            do {
                _ = try await fixture.log.append(call)
            } catch EventLogError.reusedID(let detail) {
                #expect(detail.contains(events[1].id.description))
            }
            #expect(try await fixture.log.head() == 1)
        }
    }

    @Test("a call is all or nothing: one event that is refused refuses the others")
    func allOrNothing() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 5)
            let good = maker.next(3)
            var orphan = maker.correction(of: good[0])
            orphan.facts = .correction(Correction(voiding: maker.attempt().id))
            do {
                _ = try await fixture.log.append(good + [orphan])
                Issue.record("a correction of an unknown event was taken")
            } catch EventLogError.unknownReference {}
            var unreasoned = maker.correction(of: good[0])
            unreasoned.words = [:]
            do {
                _ = try await fixture.log.append([good[0], unreasoned])
                Issue.record("a correction without a reason was taken")
            } catch EventLogError.invalid(let index, let error) {
                #expect(index == 1)
                #expect(error.path == "words.reason")
            }
            #expect(try await fixture.log.head() == 0)
        }
    }

    @Test("a correction names an event of the same learner, in the log or earlier in the call")
    func references() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 6)
            let event = maker.attempt()
            let correction = maker.correction(of: event)
            #expect(try await fixture.log.append([event, correction]).positions == [1, 2])
            var foreign = maker.correction(of: event)
            foreign.learner = LearnerID(UUID())
            do {
                _ = try await fixture.log.append([foreign])
                Issue.record("another learner's event was corrected")
            } catch EventLogError.unknownReference {}
        }
    }

    @Test("what a correction names comes before it, also within one call")
    func referencesLookBack() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 16)
            let wrong = maker.attempt()
            let right = maker.attempt(of: wrong.learner)
            var correction = maker.correction(of: wrong)
            correction.facts = .correction(Correction(replacing: wrong.id, with: right.id))
            for call in [[correction, wrong, right], [wrong, correction, right]] {
                do {
                    _ = try await fixture.log.append(call)
                    Issue.record("a correction was taken before what it names")
                } catch EventLogError.invalid(_, let error) {
                    #expect(error.message.contains("later in the call"))
                }
            }
            let receipt = try await fixture.log.append([wrong, right, correction])
            #expect(receipt.positions == [1, 2, 3])
        }
    }

    @Test("an expected position that is stale is refused, one that holds is taken")
    func expectations() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 7, learners: 2)
            let learner = maker.learners[1]
            let first = maker.attempt(of: learner)
            _ = try await fixture.log.append([first], expecting: [learner: 0])
            _ = try await fixture.log.append([maker.attempt(of: maker.learners[0])])
            let second = maker.attempt(of: learner)
            do {
                _ = try await fixture.log.append([second], expecting: [learner: 0])
                Issue.record("a stale expectation was taken")
            } catch EventLogError.staleExpectation(let detail) {
                #expect(detail.contains("stands at 1, not at 0"))
            }
            #expect(try await fixture.log.append([second], expecting: [learner: 1]).positions == [3])
        }
    }

    @Test("the same event twice in one call is one event; with other content it is refused")
    func repeatedInCall() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 8)
            let events = maker.next(2)
            #expect(try await fixture.log.append([events[0], events[1], events[0]]).positions == [1, 2, 1])
            var changed = maker.attempt()
            let original = changed
            changed.words = [:]
            do {
                _ = try await fixture.log.append([original, changed])
                Issue.record("one id with two contents was taken")
            } catch EventLogError.repeatedID(let id) {
                #expect(id == original.id)
            }
        }
    }

    @Test("every kind of event is stored and read back whole", arguments: 0..<4)
    func everyShape(seed: UInt64) async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: seed)
            var event = maker.attempt(words: false)
            event.occurredAt = Instant(microseconds: -62_135_596_800_000_000)
            event.school = nil
            let claims = (1...3).compactMap { place in
                Level(place).map { CompetencyClaim(competency: CompetencyID(UUID()), level: $0) }
            }
            var rich = maker.attempt()
            rich.facts = .evidence(
                Evidence(
                    form: .performance, claims: claims, task: label("Über „Brücken“ 桥 \u{301}"), context: label("lab"),
                    authors: [.init(person: PersonID(UUID()), part: .contributed)],
                    digest: Digest(bytes: Array(0..<32))))
            rich.words = ["narrative": "Zeile\nzwei\t\u{0} 日本語 🧮", "title": "\"quoted\" \\ slash"]
            _ = try await fixture.log.append([event, rich])
            let read = try await fixture.log.open(try await fixture.log.read(after: 0, limit: 10)).map(\.event)
            #expect(read == [event, rich])
        }
    }

    @Test("a bulk append stores the same as one call, and again it stores nothing")
    func bulk() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 9)
            let events = maker.next(1_003)
            let receipt = try await fixture.log.appendInBulk(events, chunk: 100)
            #expect(receipt.events == 1_003 && receipt.known == 0 && receipt.last == 1_003)
            let again = try await fixture.log.appendInBulk(events, chunk: 64)
            #expect(again.known == 1_003)
            let read = try await fixture.log.open(try await fixture.log.read(after: 0, limit: 2_000)).map(\.event)
            #expect(read == events)
        }
    }

    @Test("a bulk append that meets a refused event keeps the chunks before it and says what it was")
    func bulkRefusal() async throws {
        try await withLog { fixture in
            var maker = EventMaker(seed: 10)
            var events = maker.next(250)
            events[220] = maker.correction(of: maker.attempt())
            await #expect(throws: EventLogError.self) {
                try await fixture.log.appendInBulk(events, chunk: 100)
            }
            let head = try await fixture.log.head()
            #expect(head == 200)
        }
    }
}
