import LearningRecord
import Testing

/// The ends of every list, number and text, where random events come by too rarely.
@Suite("The bounds of fields")
struct SchemaBoundsTests {
    /// A field of the facts, the numbers of elements (or the value, or the length) that are taken, and those that are not.
    struct Bound: Sendable {
        var kind: EventKind
        var part = "facts"
        var field: String
        var taken: [Int]
        var refused: [Int]
        var value: @Sendable (Int) -> JSON
    }

    static let bounds = [
        Bound(kind: .attempt, field: "competencies", taken: [1, 50], refused: [0, 51], value: ids),
        Bound(kind: .attempt, field: "supports", taken: [0, 50], refused: [51], value: labels),
        Bound(kind: .evidence, field: "competencies", taken: [1, 50], refused: [0, 51], value: claims),
        Bound(kind: .evidence, field: "authors", taken: [0, 50], refused: [51], value: authors),
        Bound(kind: .mastery, field: "evidence", taken: [1, 200], refused: [0, 201], value: ids),
        Bound(kind: .transcriptPrepared, field: "highlights", taken: [0, 3], refused: [4], value: ids),
        Bound(kind: .mastery, field: "level", taken: [1, 99], refused: [-1, 0, 100], value: number),
        Bound(kind: .mastery, field: "frameworkVersion", taken: [1, .max], refused: [-1, 0], value: number),
        Bound(kind: .transcriptIssued, field: "statusIndex", taken: [0, .max], refused: [-1], value: number),
        Bound(kind: .transcriptIssued, field: "asOf", taken: [0, .max], refused: [-1], value: number),
        Bound(kind: .retentionRun, field: "schedule", taken: [0, .max], refused: [-1], value: number),
        Bound(kind: .retentionRun, field: "classes", taken: [0, 50], refused: [51], value: classes),
        Bound(kind: .attempt, field: "task", taken: [1, 200], refused: [0, 201], value: text),
        Bound(
            kind: .correction, part: "words", field: "reason", taken: [1, 20_000], refused: [0, 20_001], value: text),
        Bound(
            kind: .transcriptIssued, part: "words", field: "document", taken: [1, 2_000_000], refused: [0, 2_000_001],
            value: text),
        Bound(
            kind: .goalSet, part: "words", field: "ownWords", taken: [1, 20_000], refused: [0, 20_001], value: text),
    ]

    @Test("are those of the code", arguments: bounds)
    func code(bound: Bound) throws {
        for amount in bound.taken { #expect(throws: Never.self) { try LearningEvent(event(bound, amount)) } }
        for amount in bound.refused {
            let error = #expect(throws: RecordError.self) { try LearningEvent(event(bound, amount)) }
            #expect(error?.path == "\(bound.part).\(bound.field)")
        }
    }

    @Test(
        "are those of the schemas", .enabled(if: SchemaValidator.isPresent, "python3 with jsonschema is not here"))
    func schemas() throws {
        var cases: [(text: [UInt8], isTaken: Bool, name: String)] = []
        for bound in Self.bounds {
            for amount in bound.taken + bound.refused {
                let text = JSONWriter.bytes(.object(try event(bound, amount)))
                cases.append((text, bound.taken.contains(amount), "\(bound.kind.name) \(bound.field) \(amount)"))
            }
        }
        for (item, refusal) in zip(cases, try SchemaValidator.refusals(of: cases.map(\.text))) {
            #expect((refusal == nil) == item.isTaken, "\(item.name): \(refusal ?? "yes")")
        }
    }

    private func event(_ bound: Bound, _ amount: Int) throws -> JSONObject {
        var maker = EventMaker(seed: 1)
        var event = try maker.event(bound.kind).json
        var part = event[bound.part]?.object ?? JSONObject()
        part[bound.field] = bound.value(amount)
        event[bound.part] = .object(part)
        return event
    }

    private static func id(_ number: Int) -> JSON {
        .string("0198c5b2-7c1e-7d3a-9a51-\(String(1_000_000_000_000 + number).dropFirst())")
    }

    private static let ids: @Sendable (Int) -> JSON = { .array((0..<$0).map(id)) }
    private static let labels: @Sendable (Int) -> JSON = { .array((0..<$0).map { .string("support \($0)") }) }
    private static let claims: @Sendable (Int) -> JSON = { count in
        .array((0..<count).map { .object(["competency": id($0), "level": .number("1")]) })
    }
    private static let authors: @Sendable (Int) -> JSON = { count in
        .array((0..<count).map { .object(["person": id($0), "part": .string("made")]) })
    }
    private static let classes: @Sendable (Int) -> JSON = { count in
        .array(
            (0..<count).map {
                .object(["class": .string("class \($0)"), "destroyed": .number("0"), "blocked": .number("0")])
            })
    }
    private static let number: @Sendable (Int) -> JSON = { .number(String($0)) }
    private static let text: @Sendable (Int) -> JSON = { .string(String(repeating: "x", count: $0)) }
}
