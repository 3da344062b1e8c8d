import Foundation
import LearningRecord
import Testing

@Suite("The JSON Schemas and the code", .enabled(if: SchemaValidator.isPresent, "python3 with jsonschema is not here"))
struct SchemaAgreementTests {
    @Test("agree on random events of every kind, spoilt or not", arguments: Seeds.first(4))
    func agreement(seed: UInt64) throws {
        var mutator = EventMutator(maker: EventMaker(seed: seed))
        var events: [JSON] = []
        for kind in EventKind.allCases {
            for _ in 0..<10 { events.append(.object(try mutator.maker.event(kind).json)) }
            for _ in 0..<80 {
                var event = try mutator.spoil(.object(mutator.maker.event(kind).json))
                if mutator.maker.number(0...3) == 0 { event = try mutator.spoil(event) }
                events.append(event)
            }
        }
        try expectAgreement(on: events.map { JSONWriter.bytes($0) })
    }

    @Test("agree on the examples of the schemas")
    func examples() throws {
        var texts: [[UInt8]] = []
        for kind in EventKind.allCases {
            let schema = try JSONReader.read(Repository.bytes("Docs/schemas/events/\(kind.name).schema.json"))
            let examples = try #require(schema["examples"]?.array)
            #expect(!examples.isEmpty)
            for example in examples {
                let object = try #require(example.object)
                #expect(try LearningEvent(object).kind == kind)
            }
            texts += examples.map { JSONWriter.bytes($0) }
        }
        try expectAgreement(on: texts)
    }

    private func expectAgreement(on texts: [[UInt8]]) throws {
        let refusals = try SchemaValidator.refusals(of: texts)
        var accepted = 0
        for (text, refusal) in zip(texts, refusals) {
            var error: RecordError?
            do throws(RecordError) {
                _ = try LearningEvent(json: text)
                accepted += 1
            } catch let refused {
                error = refused
            }
            #expect(
                (error == nil) == (refusal == nil),
                """
                \(String(decoding: text.prefix(2000), as: UTF8.self))
                the code says: \(error.map(String.init(describing:)) ?? "yes")
                the schema says: \(refusal ?? "yes")
                """)
        }
        #expect(accepted > texts.count / 10, "too few of the texts are events to say much")
    }
}
