import Foundation
import LearningRecord
import Testing
import TestSupport

@Suite("Corrections")
struct CorrectionsTests {
    @Test("Without corrections, everything counts")
    func nothingCorrected() throws {
        var history = History()
        let first = try history.happening()
        let second = try history.happening()
        #expect(history.counting == [first, second])
        #expect(Corrections.status(of: history.events) == [first: .counts, second: .counts])
        #expect(Corrections.counting([]).isEmpty)
    }

    @Test("A voided event does not count, and the correction that counts is no event of learning")
    func voided() throws {
        var history = History()
        let mistake = try history.happening()
        let other = try history.happening()
        let correction = history.void(mistake)
        #expect(history.counting == [other])
        #expect(
            Corrections.status(of: history.events) == [
                mistake: .voided(by: correction), other: .counts, correction: .counts,
            ])
    }

    @Test("A replacement counts in place of the replaced event")
    func replaced() throws {
        var history = History()
        let mistake = try history.happening()
        let other = try history.happening()
        let right = try history.happening()
        let correction = history.replace(mistake, with: right)
        #expect(history.counting == [other, right])
        #expect(Corrections.status(of: history.events)[mistake] == .replaced(by: correction, with: right))
    }

    @Test("Voiding a replacing correction brings the first event back and takes the replacement away")
    func correctedCorrection() throws {
        var history = History()
        let first = try history.happening()
        let second = try history.happening()
        let correction = history.replace(first, with: second)
        let voiding = history.void(correction)
        #expect(history.counting == [first])
        #expect(
            Corrections.status(of: history.events) == [
                first: .counts, second: .withdrawn(from: correction), correction: .voided(by: voiding),
                voiding: .counts,
            ])
    }

    @Test("A corrected correction of a correction takes the event out again")
    func chain() throws {
        var history = History()
        let event = try history.happening()
        var last = history.void(event)
        for depth in 1...6 {
            last = history.void(last)
            #expect(history.counting == (depth.isMultiple(of: 2) ? [] : [event]))
        }
    }

    @Test("A correction that replaces a correction takes effect only while the replacing one counts")
    func correctionAsReplacement() throws {
        var history = History()
        let first = try history.happening()
        let second = try history.happening()
        let wrong = history.void(first)
        let right = history.void(second)
        let replacing = history.replace(wrong, with: right)
        #expect(history.counting == [first])
        history.void(replacing)
        #expect(history.counting == [second])
    }

    @Test("Of two replacements of one event the later stands in its place, and the earlier again when that is voided")
    func replacedTwice() throws {
        var history = History()
        let (first, second, third) = (try history.happening(), try history.happening(), try history.happening())
        let earlier = history.replace(first, with: second)
        let later = history.replace(first, with: third)
        #expect(history.counting == [third])
        #expect(Corrections.status(of: history.events)[second] == .withdrawn(from: earlier))
        history.void(later)
        #expect(history.counting == [second])
        history.void(first)
        #expect(history.counting == [])
    }

    @Test("A replacement named again counts while a correction that decides puts it in place")
    func replacementNamedTwice() throws {
        var history = History()
        let first = try history.happening()
        let second = try history.happening()
        history.void(history.replace(first, with: second))
        #expect(history.counting == [first])
        let again = history.replace(first, with: second)
        #expect(history.counting == [second])
        history.void(again)
        #expect(history.counting == [first])
    }

    @Test("A correction that names an unknown event is ignored, whole, and the status says so")
    func unknown() throws {
        var history = History()
        let event = try history.happening()
        let stranger = EventID(UUID())
        let voiding = history.void(stranger)
        let replacing = history.replace(event, with: stranger)
        #expect(history.counting == [event])
        let status = Corrections.status(of: history.events)
        #expect(status[event] == .counts)
        #expect(status[voiding] == .ignored(naming: stranger, .unknown))
        #expect(status[replacing] == .ignored(naming: stranger, .unknown))
    }

    @Test("A correction that names a later event is ignored, whole, and the status says so")
    func later() throws {
        var history = History()
        let event = try history.happening()
        let future = try history.happening()
        let correction = history.replace(event, with: future)
        let swapped = [history.events[0], history.events[2], history.events[1]]
        #expect(Corrections.counting(swapped).map(\.event.id) == [event, future])
        #expect(Corrections.status(of: swapped)[correction] == .ignored(naming: future, .notEarlier))
    }

    @Test("Random histories count by the rule, read naively", arguments: Seeds.first(200))
    func rule(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let events = try Self.randomHistory(using: &generator).events.disordered(using: &generator)
        let oracle = Oracle(events: events)
        let expected = events.indices.filter { oracle.counts($0) && oracle.correction($0) == nil }
        #expect(Corrections.counting(events) == expected.map { events[$0] })
        let status = Corrections.status(of: events)
        #expect(status.count == events.count)
        for index in events.indices {
            #expect((status[events[index].event.id] == .counts) == oracle.counts(index))
        }
    }

    @Test("Voiding a correction restores exactly what counted before it", arguments: Seeds.first(200))
    func restoration(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var history = try Self.randomHistory(using: &generator)
        let before = history.counting
        let target = try #require(history.events.randomElement(using: &generator)).event.id
        let correction =
            Bool.random(using: &generator)
            ? history.void(target) : history.replace(target, with: try history.happening())
        history.void(correction)
        #expect(history.counting == before)
    }

    /// A history with about as many corrections as other events, some of corrections, each replacement new.
    private static func randomHistory(using generator: inout SeededGenerator) throws -> History {
        var history = History()
        try history.happening()
        for _ in 0..<Int.random(in: 0..<24, using: &generator) {
            let target = try #require(history.events.randomElement(using: &generator)).event.id
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: history.void(target)
            case 1: history.replace(target, with: try history.happening())
            case 2:
                let other = try #require(history.events.randomElement(using: &generator)).event.id
                if other != target { history.replace(target, with: history.void(other)) }
            default: try history.happening()
            }
        }
        return history
    }
}

/// The rule as it is said, without a thought for speed.
private struct Oracle {
    let events: [RecordedEvent]

    func correction(_ index: Int) -> Correction? {
        if case .correction(let correction) = events[index].event.facts { correction } else { nil }
    }

    func counts(_ index: Int) -> Bool {
        let id = events[index].event.id
        let placing = effective.filter { correction($0)?.replacement == id }
        return !effective.contains { correction($0)?.corrects == id && counts($0) }
            && (placing.isEmpty || placing.contains(where: decides)) && isWellNamed(index)
    }

    private func decides(_ index: Int) -> Bool {
        let corrected = correction(index)?.corrects
        return counts(index)
            && !effective.contains { $0 > index && correction($0)?.corrects == corrected && counts($0) }
    }

    private var effective: [Int] { events.indices.filter { correction($0) != nil && isWellNamed($0) } }

    private func isWellNamed(_ index: Int) -> Bool {
        guard let correction = correction(index) else { return true }
        let earlier = events[..<index].map(\.event.id)
        return earlier.contains(correction.corrects) && correction.replacement.map(earlier.contains) != false
    }
}

extension [RecordedEvent] {
    /// Now and then two events change places, so that some correction names a later event.
    fileprivate func disordered(using generator: inout SeededGenerator) -> [RecordedEvent] {
        guard Bool.random(using: &generator) else { return self }
        var events = self
        events.swapAt(
            Int.random(in: events.indices, using: &generator), Int.random(in: events.indices, using: &generator))
        return events
    }
}
