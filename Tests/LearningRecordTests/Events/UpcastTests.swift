import Foundation
import LearningRecord
import Testing

@Suite("Events of older versions")
struct UpcastTests {
    /// A kind that changed its shape twice: the item was called by its code at first, and the level began at 0.
    private struct Changed: EventPayload {
        static let kind = EventKind.goalSet
        static let words: [WordField] = []

        init(from fields: inout FieldReader) throws(RecordError) {}
        func write(to fields: inout FieldWriter) {}

        static func upcast(_ facts: FlatFacts, from version: Int16) throws(RecordError) -> FlatFacts {
            var facts = facts
            switch version {
            case 1: facts.item = facts.code.map { "item \($0)" }
            case 2: facts.level = Level(Int(facts.level?.ordinal ?? 0) + 1)
            default: throw RecordError(.unknownVersion, at: "version", "no version \(version)")
            }
            return facts
        }
    }

    @Test("go through every step from theirs to the current one, in order")
    func steps() throws {
        var first = FlatFacts()
        first.code = 7
        first.level = Level(1)
        let third = try Changed.upcast(first, from: 1, to: 3)
        #expect(third.item == "item 7")
        #expect(third.level == Level(2))
        let fromSecond = try Changed.upcast(first, from: 2, to: 3)
        #expect(fromSecond.item == nil)
        #expect(fromSecond.level == Level(2))
        #expect(try Changed.upcast(first, from: 3, to: 3) == first)
    }

    @Test("a version that was never written, or is newer, is refused by name", arguments: [Int16(0), -1, 4])
    func unknown(version: Int16) {
        let error = #expect(throws: RecordError.self) { try Changed.upcast(FlatFacts(), from: version, to: 3) }
        #expect(error?.description.contains("goal-set has no version \(version)") ?? false)
    }

    @Test("every kind has a step from each version before the current one", arguments: EventKind.allCases)
    func complete(kind: EventKind) {
        for version in 1..<kind.version {
            #expect(throws: Never.self) { try kind.payload.upcast(FlatFacts(), from: version, to: kind.version) }
        }
        #expect(throws: RecordError.self) {
            try kind.payload.upcast(FlatFacts(), from: kind.version + 1, to: kind.version)
        }
    }
}
