import Foundation
import LearningRecord
import Projections
import TestSupport
import Testing

@Suite("The history of a continuum, folded")
struct HistoryFoldTests {
    /// Random histories, a quarter each: recorded in any order or in the order of time, with corrections or without.
    private static func history(_ seed: UInt64) throws -> [RecordedEvent] {
        var generator = SeededGenerator(seed: seed ^ 0xA50F)
        let count = Int.random(in: 1...60, using: &generator)
        var events = try RandomHistory(seed: seed, count: count, corrections: seed % 2 == 0 ? 15 : 0).events
        guard seed % 4 < 2 else { return events }
        let times = events.map(\.event.occurredAt).sorted()
        for index in events.indices { events[index].event.occurredAt = times[index] }
        return events
    }

    @Test("at every position and every time says what a replay to there says", arguments: Seeds.first(300))
    func asOf(seed: UInt64) throws {
        let history = try Self.history(seed)
        let tables = HistoryTables(loading: history)
        for count in 0...history.count {
            let known = LearnerFold<Continuum>(replaying: Array(history[..<count])).rows
            #expect(tables.rows(knownAt: Int64(count)) == known, "position \(count), seed \(seed)")
        }
        for time in Set(history.map(\.event.occurredAt)).flatMap({ [$0, Instant(microseconds: $0.microseconds - 1)] }) {
            let happened = LearnerFold<Continuum>(replaying: history, happenedBy: time).rows
            #expect(tables.rows(happenedBy: time) == happened, "\(time), seed \(seed)")
        }
    }

    @Test("is the same however the log is cut into batches", arguments: Seeds.first(300))
    func splits(seed: UInt64) throws {
        let history = try Self.history(seed)
        var generator = SeededGenerator(seed: seed ^ 0x5EED)
        let loaded = HistoryTables(loading: history)
        for most in [1, 5, 30] {
            var ends: [Int] = []
            while (ends.last ?? 0) < history.count {
                ends.append(min(history.count, (ends.last ?? 0) + Int.random(in: 1...most, using: &generator)))
            }
            let split = try HistoryTables(history, ends: ends)
            #expect(split.known == loaded.known, "seed \(seed), batches of up to \(most)")
            #expect(split.happened == loaded.happened, "seed \(seed), batches of up to \(most)")
            #expect(split.stored == loaded.stored, "seed \(seed), batches of up to \(most)")
            // What comes in the order of time, uncorrected, is only ever added, and one row serves both clocks.
            if seed % 4 == 1 { #expect(split.rewritten == 0 && split.happened.isEmpty, "seed \(seed)") }
        }
    }

    @Test("what is recorded late has rows made anew from there on, and none before")
    func late() throws {
        var story = Story(LearnerID(UUID()))
        let competency = CompetencyID(UUID())
        for day in [1, 2, 3, 10, 11] { _ = try story.evidence(competency, day % 4 + 1, day: Int64(day)) }
        _ = try story.evidence(competency, 4, day: 9)
        let tables = try HistoryTables(story.events, ends: [5, 6])
        // The rows of days 10 and 11, of which one may not have been a change.
        #expect((1...2).contains(tables.rewritten))
        #expect(tables.rows(knownAt: 5) == LearnerFold<Continuum>(replaying: Array(story.events[..<5])).rows)
    }

    @Test("after a mistaken date far ahead was voided, what comes in the order of time is only added again")
    func mistakenDate() throws {
        var story = Story(LearnerID(UUID()))
        let competency = CompetencyID(UUID())
        for day in 1...3 { _ = try story.evidence(competency, day, day: Int64(day)) }
        let mistaken = try story.evidence(competency, 4, day: 20_000)
        _ = story.add(.correction(Correction(voiding: mistaken)), day: 5)
        for day in 6...9 { _ = try story.evidence(competency, day % 4 + 1, day: Int64(day)) }
        let corrected = try HistoryTables(story.events, ends: [4, 5])
        #expect(corrected.rewritten > 0)
        let after = try HistoryTables(story.events, ends: [4, 5] + Array(6...9))
        #expect(after.rewritten == corrected.rewritten)
        #expect(after.happened == HistoryTables(loading: story.events).happened)
    }

    @Test("has a new version whenever the continuum, whose rows it keeps, has one")
    func version() {
        // Raise both, then write both here.
        #expect([Continuum.version, ContinuumHistory.version] == [2, 3])
    }
}
