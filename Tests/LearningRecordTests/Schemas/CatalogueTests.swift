import LearningRecord
import Testing

/// `Docs/event-catalogue.md` says what is true.
@Suite("The event catalogue")
struct CatalogueTests {
    @Test("Every kind has its section, its number and an example that is an event", arguments: EventKind.allCases)
    func examples(kind: EventKind) throws {
        let section = try Section(of: kind)
        let event = try LearningEvent(json: Array(section.example.utf8))
        #expect(event.kind == kind)
        #expect(try Section.whole().contains("| \(kind.rawValue) | [`\(kind.name)`](#\(kind.name)) |"))
    }

    @Test("The tables name the fields of the schemas, and which must be there", arguments: EventKind.allCases)
    func fields(kind: EventKind) throws {
        let schema = try JSONReader.read(Repository.bytes("Docs/schemas/events/\(kind.name).schema.json"))
        var fields: [String] = []
        for part in ["facts", "words"] {
            let object = try #require(schema["properties"]?[part])
            let required = object["required"]?.array ?? []
            for field in try #require(object["properties"]?.object).members {
                fields.append("\(field.name) \(required.contains(.string(field.name)) ? "must" : "")")
            }
        }
        #expect(try Section(of: kind).rows.map { "\($0.field) \($0.must)" } == fields)
    }

    @Test("The tables say where each fact stands in the flat form", arguments: EventKind.allCases)
    func columns(kind: EventKind) throws {
        let rows = try Section(of: kind).rows
        for seed in Seeds.first(30) {
            var maker = EventMaker(seed: seed)
            let facts = try maker.facts(kind)
            let present = Set(FieldWriter.json { facts.write(to: &$0) }.members.map(\.name))
            var columns: Set<String> = []
            var more: Set<String> = []
            for row in rows where present.contains(row.field) {
                columns.formUnion(row.columns.filter { $0 != "more" })
                if row.columns.contains("more") { more.insert(row.field) }
            }
            let flat = facts.flat
            #expect(flat.columns == columns)
            let rest = flat.more.flatMap { PackedJSON.unpack($0) }?.members.map(\.name) ?? []
            // A list whose first element stands in a column is in the rest only when it has more of them.
            let split = Set(rows.filter { $0.columns.count > 1 }.map(\.field))
            #expect(Set(rest).subtracting(split) == more.subtracting(split))
            #expect(Set(rest).isSubset(of: more))
        }
    }

    @Test("The choices stand in the order of their numbers")
    func choices() throws {
        func names<Value: Choice>(_: Value.Type) -> String {
            Value.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
                + " (1 to \(Value.allCases.count) in `code`)"
        }
        let expected: [(EventKind, String)] = [
            (.attempt, names(Attempt.Outcome.self)), (.evidence, names(Evidence.Form.self)),
            (.enrichmentOffered, names(EnrichmentOffered.Form.self)),
            (.enrichmentAnswered, names(EnrichmentAnswered.Answer.self)), (.enrolled, names(Enrolled.Part.self)),
            (.correction, names(Correction.Action.self)), (.disclosed, names(Disclosed.RecipientClass.self)),
            (.learnerErased, names(LearnerErased.Basis.self)), (.voiceHeard, names(VoiceHeard.Voice.self)),
            (.wordsDestroyed, names(LearnerErased.Basis.self)),
            (.accessRequested, names(AccessRequested.Requester.self)),
            (.accessAnswered, names(AccessAnswered.Answer.self)),
            (.transcriptRequested, names(Disclosed.RecipientClass.self)),
            (.transcriptAnswered, names(TranscriptAnswered.Answer.self)),
        ]
        for (kind, names) in expected {
            #expect(try Section(of: kind).rows.contains { $0.form.contains(names) && $0.columns == ["code"] })
        }
    }
}

/// The section of a kind.
private struct Section {
    struct Row {
        let field: String
        let must: String
        let form: String
        let columns: [String]
    }

    let rows: [Row]
    let example: String

    static func whole() throws -> String {
        String(decoding: try Repository.bytes("Docs/event-catalogue.md"), as: UTF8.self)
    }

    init(of kind: EventKind) throws {
        let text = try #require(try Self.whole().split(separator: "\n### ").first { $0.hasPrefix("\(kind.name)\n") })
        example = String(
            try #require(text.split(separator: "```json\n").dropFirst().first?.split(separator: "\n```").first))
        rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmed }
            return Row(
                field: cells[1].replacing("`", with: ""), must: cells[2], form: cells[4],
                columns: cells[5].replacing("`", with: "").split(separator: ", ").map(String.init))
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(trimmingPrefix(" ").reversed().trimmingPrefix(while: { $0 == " " }).reversed())
    }
}

extension FlatFacts {
    /// The names of the columns that hold something.
    fileprivate var columns: Set<String> {
        var names: Set<String> = []
        if competency != nil { names.insert("competency") }
        if level != nil { names.insert("level") }
        if code != nil { names.insert("code") }
        if about != nil { names.insert("about") }
        if item != nil { names.insert("item") }
        return names
    }
}
