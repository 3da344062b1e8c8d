import EventLog
import LearningRecord
import TestSupport
import Testing

@testable import Projections

/// Folds in memory go and come back, a few at a time, while events come.
@Suite struct FoldingTests {
    @Test("folds that were let go between batches and loaded again equal a replay", arguments: Seeds.first(60))
    func lettingGo(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed ^ 0xF0_1D)
        let histories = try (0..<8).map { try RandomHistory(seed: seed * 100 + $0, count: 25, corrections: 0) }
        // One learner's event after another's, each learner's in their order.
        var rest = histories.map { $0.events[...] }
        var events: [RecordedEvent] = []
        while let next = rest.indices.filter({ !rest[$0].isEmpty }).randomElement(using: &generator) {
            events.append(rest[next].removeFirst())
            events[events.count - 1].position = Int64(events.count)
        }
        let all = events
        var folding = Folding<Continuum>()
        var stored: [LearnerID: [UInt8]] = [:]
        var position: Int64 = 0
        var loads = 0
        while !events.isEmpty {
            let part = events.prefix(Int.random(in: 1...9, using: &generator))
            events.removeFirst(part.count)
            let batch = Batch(part.map { .event($0) }, kinds: Continuum.kinds, leavingOut: [])
            let missing = folding.missing(for: batch)
            loads += missing.count
            folding.load(missing, stored: stored, position: position)
            folding.fold(batch)
            for kept in try folding.takeChanges().states { stored[kept.learner] = kept.bytes }
            position = part.last?.position ?? position
            let size = Int.random(in: 0...folding.keptSize, using: &generator)
            folding.forgetFolds(downTo: size)
            #expect(folding.keptSize <= size)
        }
        #expect(loads > histories.count, "nobody was loaded twice")
        for history in histories {
            let state = try #require(stored[history.learner])
            let own = all.filter { $0.event.learner == history.learner }
            #expect(try LearnerFold<Continuum>(bytes: state).rows == LearnerFold<Continuum>(replaying: own).rows)
        }
        folding.forgetFolds(downTo: 0)
        #expect(folding.keptSize == 0)
    }

    @Test("whoever was used lately stays")
    func clock() throws {
        let histories = try (0..<20).map { try RandomHistory(seed: 900 + $0, count: 6, corrections: 0) }
        var folding = Folding<Continuum>()
        func use(_ chosen: ArraySlice<RandomHistory>) throws -> Int {
            let events = chosen.flatMap(\.events)
            let batch = Batch(events.map { .event($0) }, kinds: Continuum.kinds, leavingOut: [])
            let missing = folding.missing(for: batch)
            folding.load(missing, stored: [:], position: 0)
            folding.fold(batch)
            _ = try folding.takeChanges()
            return missing.count
        }
        #expect(try use(histories[...]) == 20)
        let whole = folding.keptSize
        // The hand has come by everybody once it let somebody go.
        folding.forgetFolds(downTo: whole - 1)
        _ = try use(histories[..<5])
        folding.forgetFolds(downTo: whole / 2)
        #expect(try use(histories[..<5]) == 0)
        #expect(try use(histories[5...]) >= 5)
    }
}
