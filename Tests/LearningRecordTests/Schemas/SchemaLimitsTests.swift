import LearningRecord
import Testing

/// The rules that a JSON Schema cannot say: its validator takes what the code refuses. `Docs/event-catalogue.md` names
/// them for whoever sends events.
@Suite("What a JSON Schema cannot say")
struct SchemaLimitsTests {
    /// A rule, with a part of a valid example that breaks it and what the error says.
    struct Rule: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var kind: EventKind
        var replacing: String
        var with: String
        var path: String
        var says: String
    }

    static let one = "0198c5b2-7c1e-7d3a-9a51-0000000000c0"
    static let rules = [
        Rule(
            testDescription: "a short name's length is in bytes", kind: .attempt, replacing: "Bridge of paper strips",
            with: String(repeating: "é", count: 101), path: "facts.task", says: "1 to 200 bytes"),
        Rule(
            testDescription: "a text's length is in bytes", kind: .supportRequested,
            replacing: "I want to try the joints again.", with: String(repeating: "漢", count: 6_667),
            path: "words.note", says: "1 to 20000 bytes"),
        Rule(
            testDescription: "an enrolment does not end before it begins", kind: .enrolled, replacing: "2027-06-18",
            with: "2026-08-31", path: "facts.to", says: "must not be before from"),
        Rule(
            testDescription: "a month has only its days", kind: .left, replacing: "2027-01-15", with: "2027-02-29",
            path: "facts.on", says: "must be a date"),
        Rule(
            testDescription: "a month has only its days, in a moment too", kind: .left,
            replacing: "2026-10-06T10:30:00Z", with: "2026-09-31T10:30:00Z", path: "occurredAt",
            says: "must be a date and time"),
        Rule(
            testDescription: "a moment lies in the years 1 to 9999 in UTC", kind: .left,
            replacing: "2026-10-06T10:30:00Z", with: "0001-01-01T00:30:00+01:00", path: "occurredAt",
            says: "years 1 to 9999"),
        Rule(
            testDescription: "a moment lies in the years 1 to 9999 in UTC, at the end too", kind: .left,
            replacing: "2026-10-06T10:30:00Z", with: "9999-12-31T23:30:00-01:00", path: "occurredAt",
            says: "years 1 to 9999"),
        Rule(
            testDescription: "a competency is claimed once", kind: .evidence,
            replacing: "{\"competency\":\"\(one)\",\"level\":3}",
            with: "{\"competency\":\"\(one)\",\"level\":3},{\"competency\":\"\(one)\",\"level\":4}",
            path: "facts.competencies", says: "each once"),
        Rule(
            testDescription: "an id in both cases is one id", kind: .attempt, replacing: "[\"\(one)\"]",
            with: "[\"\(one)\",\"\(one.uppercased())\"]", path: "facts.competencies", says: "each once"),
        Rule(
            testDescription: "an event does not correct itself", kind: .correction,
            replacing: "0198c5b2-7c1e-7d3a-9a51-000000000009", with: "0198c5b2-7c1e-7d3a-9a51-000000000001",
            path: "facts.corrects", says: "another event"),
        Rule(
            testDescription: "an id is not linked to itself", kind: .identityLinked,
            replacing: "0198c5b2-7c1e-7d3a-9a51-000000001eb7", with: "0198c5b2-7c1e-7d3a-9a51-000000001ea2",
            path: "facts.other", says: "another id"),
        Rule(
            testDescription: "an event does not replace itself", kind: .correction, replacing: "\"action\":\"void\"",
            with: "\"action\":\"replace\",\"replacement\":\"0198c5b2-7c1e-7d3a-9a51-000000000009\"",
            path: "facts.replacement", says: "another event"),
        Rule(
            testDescription: "a transcript does not supersede itself", kind: .transcriptSuperseded,
            replacing: "0198c5b2-7c1e-7d3a-9a51-00000000000b", with: "0198c5b2-7c1e-7d3a-9a51-00000000000a",
            path: "facts.by", says: "another transcript"),
        Rule(
            testDescription: "a whole number is written without a fraction", kind: .goalSet, replacing: "\"level\":4",
            with: "\"level\":4.0", path: "facts.level", says: "whole number"),
        Rule(
            testDescription: "a whole number is written without an exponent", kind: .transcriptIssued,
            replacing: "4182", with: "4182e0", path: "facts.asOf", says: "whole number"),
        Rule(
            testDescription: "a name stands once in an object", kind: .goalSet, replacing: "\"level\":4",
            with: "\"level\":4,\"level\":4", path: "", says: "stands twice"),
        Rule(
            testDescription: "a text has no half of a surrogate pair", kind: .goalSet, replacing: "Plan a bridge",
            with: "\\ud83c", path: "", says: "surrogate"),
    ]

    @Test("The code refuses what breaks the rule", arguments: rules)
    func refused(rule: Rule) throws {
        let spoilt = try text(of: rule)
        #expect { try LearningEvent(json: spoilt) } throws: { error in
            guard let error = error as? RecordError else { return false }
            return error.path == rule.path && "\(error)".contains(rule.says)
        }
    }

    @Test(
        "The schema takes it, so that the list above is neither too long nor wrong",
        .enabled(if: SchemaValidator.isPresent, "python3 with jsonschema is not here"))
    func taken() throws {
        let refusals = try SchemaValidator.refusals(of: Self.rules.map(text))
        for (rule, refusal) in zip(Self.rules, refusals) {
            #expect(refusal == nil, "\(rule.testDescription)")
        }
    }

    /// The first example of the kind's schema, spoilt.
    private func text(of rule: Rule) throws -> [UInt8] {
        let schema = try JSONReader.read(Repository.bytes("Docs/schemas/events/\(rule.kind.name).schema.json"))
        let example = JSONWriter.text(try #require(schema["examples"]?.array?.first))
        #expect(example.contains(rule.replacing))
        return Array(example.replacing(rule.replacing, with: rule.with).utf8)
    }
}
