import LearningRecord
import Testing

@Suite("Round trips of events")
struct RoundTripTests {
    static let cases = EventKind.allCases.flatMap { kind in Seeds.first(40).map { (kind, $0) } }

    @Test("Event to JSON text to event", arguments: cases)
    func json(kind: EventKind, seed: UInt64) throws {
        var maker = EventMaker(seed: seed)
        let event = try maker.event(kind)
        try event.check()
        let text = JSONWriter.bytes(.object(event.json))
        let again = try LearningEvent(json: text)
        #expect(again == event)
        #expect(JSONWriter.bytes(.object(again.json)) == text)
        #expect(try LearningEvent(json: Array(JSONWriter.pretty(.object(event.json)).utf8)) == event)
    }

    @Test("Facts to the flat form to facts", arguments: cases)
    func flat(kind: EventKind, seed: UInt64) throws {
        var maker = EventMaker(seed: seed)
        let facts = try maker.facts(kind)
        var fields = try FieldReader(facts.flat)
        let again = try Facts(kind, from: &fields)
        #expect(again == facts)
        #expect(again.flat == facts.flat)
        #expect(facts.kind == kind)
        #expect(type(of: facts.payload).kind == kind)
    }

    @Test("The version may be said, and must then be the one that is written today")
    func version() throws {
        var maker = EventMaker(seed: 1)
        let event = try maker.event(.goalSet)
        var json = event.json
        json["version"] = .number("1")
        #expect(try LearningEvent(json) == event)
        json["version"] = .number("2")
        #expect(throws: RecordError(.unknownVersion, at: "version", "goal-set is written in version 1")) {
            try LearningEvent(json)
        }
    }

    @Test("Damaged facts in the flat form are an error that says so")
    func damaged() throws {
        var flat = FlatFacts()
        let whole = PackedJSON.pack(["supports": .array([.string("a scaffold")]), "asOf": .number("300")])
        for more in [[], [9], Array(whole.dropLast()), whole + [0], [1, 1, 255, 0]] {
            flat.more = more
            #expect { try FieldReader(flat) } throws: { error in
                (error as? RecordError)?.code == .malformed && "\(error)".contains("damaged")
            }
        }
        flat.more = nil
        for kind in EventKind.allCases where kind != .transcriptPrepared {
            #expect(throws: RecordError.self) {
                var fields = try FieldReader(flat)
                return try Facts(kind, from: &fields)
            }
        }
        flat.code = 99
        flat.item = "task"
        #expect(throws: RecordError.self) {
            var fields = try FieldReader(flat)
            return try Facts(.attempt, from: &fields)
        }
    }
}
