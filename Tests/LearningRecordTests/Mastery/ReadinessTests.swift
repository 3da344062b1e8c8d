import LearningRecord
import TestSupport
import Testing

@Suite("Readiness")
struct ReadinessTests {
    @Test("two pieces from two tasks on two days are ready; what is missing is said as one says it")
    func words() throws {
        #expect(try missing([]) == "two pieces of evidence, from two tasks, in two contexts or on two days")
        #expect(
            try missing([piece(1, level: 3, day: 1, task: "bridge")])
                == "one more piece of evidence, from another task, in another context or on another day")
        #expect(
            try missing([piece(1, level: 3, day: 1, task: "bridge"), piece(2, level: 3, day: 2, task: "bridge")])
                == "a piece of evidence, from another task")
        #expect(
            try missing([piece(1, level: 3, day: 1, task: "bridge"), piece(2, level: 4, day: 1, task: "tower")])
                == "a piece of evidence, in another context or on another day")
        #expect(try missing([piece(1, level: 3, day: 1, task: "a"), piece(2, level: 4, day: 2, task: "b")]) == "")
    }

    @Test("a piece that names no task is not from another one; two named contexts do for two days")
    func unnamed() throws {
        #expect(
            try missing([piece(1, level: 3, day: 1), piece(2, level: 3, day: 2)])
                == "a piece of evidence, from another task")
        #expect(
            try missing([piece(1, level: 3, day: 1, task: "a"), piece(2, level: 3, day: 2)])
                == "a piece of evidence, from another task")
        let contexts = [
            try piece(1, level: 3, day: 1, task: "a", context: "lab"),
            try piece(2, level: 3, day: 1, task: "b", context: "market"),
        ]
        #expect(try missing(contexts) == "")
        #expect(
            try missing([contexts[0], piece(2, level: 3, day: 1, task: "b")])
                == "a piece of evidence, in another context or on another day")
    }

    @Test("the newest piece must not speak to an earlier level, whenever it was recorded, unless the policy lets it")
    func newest() throws {
        let pieces = [
            try piece(1, level: 3, day: 1, task: "a"), try piece(2, level: 3, day: 2, task: "b"),
            try piece(3, level: 2, day: 3),
        ]
        #expect(try missing(pieces) == "a look at the newest piece together: it speaks to an earlier level")
        // The same piece, shown before the others and recorded after them.
        var early = pieces
        early[2].at = Instant(microseconds: 0)
        #expect(try missing(early) == "")
        var policy = MasteryPolicy.default
        policy.newestNotBelow = false
        #expect(try missing(pieces, under: policy) == "")
    }

    @Test("a policy may ask for more pieces, forms and a recent one")
    func more() throws {
        var policy = MasteryPolicy.default
        policy.pieces = 4
        policy.forms = 2
        policy.withinDays = 30
        let pieces = [try piece(1, level: 3, day: 1, task: "a"), try piece(2, level: 3, day: 2, task: "b")]
        #expect(
            try missing(pieces, under: policy, day: 40)
                == "two more pieces of evidence, of another form, no older than 30 days")
        #expect(try missing(pieces, under: policy, day: 32) == "two more pieces of evidence, of another form")
    }

    @Test(
        "no order of the pieces matters, and a further piece at the level never takes away", arguments: Seeds.first(200)
    )
    func properties(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var pieces: [EvidencePiece] = []
        for position in 1...Int64.random(in: 1...12, using: &generator) {
            let task = ["a", "b", "c", nil].randomElement(using: &generator) ?? nil
            let context = ["x", "y", nil].randomElement(using: &generator) ?? nil
            pieces.append(
                try piece(
                    position, level: Int.random(in: 1...4, using: &generator),
                    day: Int64.random(in: 0...4, using: &generator), task: task, context: context))
        }
        let level = try #require(Level(3))
        let readiness = readiness(pieces, level)
        #expect(readiness == self.readiness(pieces.shuffled(using: &generator), level))
        // Counted the plain way.
        let fitting = pieces.filter { $0.level >= level }
        let newest = pieces.max { ($0.at, $0.position) < ($1.at, $1.position) }
        let isReady =
            fitting.count >= 2 && Set(fitting.compactMap { $0.task?.text }).count >= 2
            && (Set(fitting.compactMap { $0.context?.text }).count >= 2
                || Set(fitting.map { "\($0.at.date)" }).count >= 2)
            && newest.map { $0.level >= level } == true
        #expect(readiness.isReady == isReady)
        #expect(readiness.words.isEmpty == readiness.isReady)
        let further = try piece(99, level: 3, day: 9, task: "another", context: "another")
        if readiness.isReady { #expect(self.readiness(pieces + [further], level).isReady) }
        // What is ready at a level is ready at an earlier one.
        if self.readiness(pieces, try #require(Level(4))).isReady { #expect(readiness.isReady) }
    }

    private func piece(
        _ position: Int64, level: Int, day: Int64, task: String? = nil, context: String? = nil
    ) throws -> EvidencePiece {
        EvidencePiece(
            position: position, at: Instant(microseconds: day * 86_400_000_000 + 1), level: try #require(Level(level)),
            form: .artifact, task: task.flatMap { Label($0) }, context: context.flatMap { Label($0) })
    }

    private func readiness(_ pieces: [EvidencePiece], _ level: Level) -> Readiness {
        Readiness(of: pieces, for: level, under: .default, on: CalendarDate(daysSince1970: 5))
    }

    private func missing(
        _ pieces: [EvidencePiece], under policy: MasteryPolicy = .default, day: Int32 = 5
    ) throws -> String {
        Readiness(of: pieces, for: try #require(Level(3)), under: policy, on: CalendarDate(daysSince1970: day)).words
    }
}
