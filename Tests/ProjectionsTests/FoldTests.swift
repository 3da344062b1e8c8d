import Foundation
import LearningRecord
import Projections
import TestSupport
import Testing

@Suite("Folds agree, whatever way the events arrive")
struct FoldTests {
    @Test("a fold taken up again after any batch equals a replay", arguments: Seeds.first(300))
    func splits(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed ^ 0x5EED)
        let history = try RandomHistory(seed: seed, count: Int.random(in: 1...60, using: &generator)).events
        try splitting(Continuum.self, history, &generator, seed: seed)
        try splitting(Transcript.self, history, &generator, seed: seed)
        try splitting(AccessEquity.self, history, &generator, seed: seed)
        let links = try RandomHistory(seed: seed, count: history.count, links: 50).events
        try splitting(Identity.self, links, &generator, seed: seed)
    }

    @Test("the same counting events in any order of arrival give the same rows", arguments: Seeds.first(300))
    func permutations(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed ^ 0x0DD)
        let history = try RandomHistory(seed: seed, count: 40, corrections: 0).events
        permuting(Continuum.self, history, &generator, seed: seed)
        permuting(Transcript.self, history, &generator, seed: seed)
        permuting(AccessEquity.self, history, &generator, seed: seed)
        let links = try RandomHistory(seed: seed, count: 40, corrections: 0, links: 50).events
        permuting(Identity.self, links, &generator, seed: seed)
    }

    @Test(
        "what was recorded late stands where it belongs: any order of recording gives the same rows",
        arguments: Seeds.first(200))
    func recordedLate(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed ^ 0x1A7E)
        var history = try RandomHistory(seed: seed, count: 50, corrections: 0).events
        // At one and the same instant the order of recording decides; here no two happened at once.
        for index in history.indices {
            let at = history[index].event.occurredAt.microseconds
            history[index].event.occurredAt = Instant(microseconds: at + Int64(index))
        }
        var otherwise = history.shuffled(using: &generator)
        for index in otherwise.indices { otherwise[index].position = Int64(index + 1) }
        let places = Dictionary(uniqueKeysWithValues: history.map { ($0.event.id, $0.position) })
        let back = Dictionary(uniqueKeysWithValues: otherwise.map { ($0.position, places[$0.event.id] ?? 0) })
        let rows = LearnerFold<Continuum>(replaying: history).rows
        let late = LearnerFold<Continuum>(replaying: otherwise).rows.map { $0.renumbered { back[$0] ?? 0 } }
        #expect(rows == late, "seed \(seed)")
    }

    @Test("voiding a correction brings back the rows from before it", arguments: Seeds.first(100))
    func undone(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed ^ 0xBAC)
        let history = try RandomHistory(seed: seed, count: 40).events
        let corrected = try #require(history.filter { $0.event.kind != .correction }.randomElement(using: &generator))
        let correction = recorded(.correction(Correction(voiding: corrected.event.id)), after: history)
        let undone = recorded(
            .correction(Correction(voiding: correction.event.id)), after: history + [correction])
        for rows in [rows(Continuum.self), rows(Transcript.self), rows(AccessEquity.self)] {
            #expect(rows(history) == rows(history + [correction, undone]), "seed \(seed)")
        }
        let links = try RandomHistory(seed: seed, count: 40, links: 50).events
        let linked = try #require(links.first { $0.event.kind == .identityLinked })
        let voided = recorded(.correction(Correction(voiding: linked.event.id)), after: links)
        let restored = recorded(.correction(Correction(voiding: voided.event.id)), after: links + [voided])
        #expect(rows(Identity.self)(links) == rows(Identity.self)(links + [voided, restored]), "seed \(seed)")
    }

    private func rows<P: StateProjection>(_: P.Type) -> ([RecordedEvent]) -> [String] {
        { LearnerFold<P>(replaying: $0).rows.map { String(reflecting: $0) } }
    }

    private func recorded(_ facts: Facts, after history: [RecordedEvent]) -> RecordedEvent {
        var next = history[history.count - 1]
        next.position += 1
        next.event.id = EventID(UUID())
        next.event.facts = facts
        return next
    }

    /// Folds in random batches, storing the bytes in between and folding anew at corrections, as the engine does.
    private func splitting<P: StateProjection>(
        _: P.Type, _ history: [RecordedEvent], _ generator: inout SeededGenerator, seed: UInt64
    ) throws {
        var stored: [UInt8] = LearnerFold<P>().bytes
        var position = 0
        while position < history.count {
            let end = Int.random(in: (position + 1)...history.count, using: &generator)
            let batch = history[position..<end]
            if batch.contains(where: { $0.event.kind == .correction }) {
                stored = LearnerFold<P>(replaying: Array(history[..<end])).bytes
            } else {
                var fold = try LearnerFold<P>(bytes: stored)
                for recorded in batch { fold.fold(recorded) }
                stored = fold.bytes
            }
            position = end
        }
        let replayed = LearnerFold<P>(replaying: history)
        #expect(try LearnerFold<P>(bytes: stored) == replayed, "\(P.name), seed \(seed)")
        #expect(stored == replayed.bytes, "\(P.name), seed \(seed)")
    }

    private func permuting<P: StateProjection>(
        _: P.Type, _ history: [RecordedEvent], _ generator: inout SeededGenerator, seed: UInt64
    ) {
        var folds = [LearnerFold<P>(), LearnerFold<P>()]
        for recorded in history { folds[0].fold(recorded) }
        for recorded in history.shuffled(using: &generator) { folds[1].fold(recorded) }
        #expect(folds[0].rows == folds[1].rows, "\(P.name), seed \(seed)")
        #expect(folds[0].bytes == folds[1].bytes, "\(P.name), seed \(seed)")
    }
}

extension ContinuumRow {
    /// The same row with other positions for its events.
    fileprivate func renumbered(_ place: (Int64) -> Int64) -> ContinuumRow {
        var row = self
        if let shown = demonstrated {
            row.demonstrated?.decision = place(shown.decision)
            row.demonstrated?.evidence = shown.evidence.map(place).sorted()
            row.demonstrated?.secondReading = shown.secondReading.map(place)
        }
        row.reviewEvidence = reviewEvidence.map(place)
        for index in pieces.indices { row.pieces[index].position = place(pieces[index].position) }
        row.explainedBy = explainedBy.map(place).sorted()
        return row
    }
}
