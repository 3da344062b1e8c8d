import LearningRecord
import Testing

/// Spoils events, or not: what comes out is sometimes still an event.
///
/// Leaves out what a schema cannot see: lengths count in bytes only where a character is one byte, numbers are never
/// written with a fraction of zeros, no id in two cases. ``SchemaLimitsTests`` has those.
struct EventMutator {
    var maker: EventMaker

    /// Spoils one place of an event's JSON form.
    mutating func spoil(_ event: JSON) throws -> JSON {
        let place = try maker.one(of: event.places)
        return try event.changing(at: place) { value in try spoilt(value, isWhole: place.isEmpty) }
    }

    private mutating func spoilt(_ value: JSON, isWhole: Bool) throws -> JSON? {
        switch maker.number(0...9) {
        case 0 where !isWhole: nil
        case 1 where !isWhole: try maker.one(of: strangers)
        default:
            switch value {
            case .object(let object): try spoilt(object)
            case .array(let elements): try spoilt(elements)
            case .string(let text): try maker.one(of: spoilt(text))
            case .number: try maker.one(of: numbers)
            default: try maker.one(of: strangers)
            }
        }
    }

    private var strangers: [JSON] {
        [.null, .bool(true), .bool(false), .number("1"), .string(""), .string("x"), .array([]), .object([:])] + numbers
    }

    private var numbers: [JSON] {
        [
            "0", "1", "2", "-1", "99", "100", "1.5", "-0.5", "32768", "4294967296", "9223372036854775807",
            "9223372036854775808", "1e400", "100000000000000000000000000",
        ].map(JSON.number)
    }

    private mutating func spoilt(_ object: JSONObject) throws -> JSON {
        var object = object
        let name = try maker.one(of: [
            "extra", "finalScore", "gpa", "class_rank", "percentile", "letterGrade", "Task", "level", "competency",
            "reason", "person", "facts", "words", "kind", "replacement", "blind", "to", "version", "cafe\u{301}", "",
        ])
        object[name] = try maker.one(of: strangers)
        return .object(object)
    }

    private mutating func spoilt(_ elements: [JSON]) throws -> JSON {
        switch maker.number(0...3) {
        case 0: .array([])
        case 1: .array(elements + elements.prefix(1))
        case 2: .array(elements + [try maker.one(of: strangers)])
        default: .array(Array(try manifold(elements.first).prefix(try maker.one(of: [3, 4, 49, 50, 51, 200, 201]))))
        }
    }

    /// Very many different elements like `element`.
    private mutating func manifold(_ element: JSON?) throws -> [JSON] {
        var elements: [JSON] = []
        for number in 0..<201 {
            let id: EventID = maker.id()
            switch element {
            case .object(var object):
                for name in ["competency", "person"] where object[name] != nil { object[name] = .string("\(id)") }
                elements.append(.object(object))
            case .string(let text) where EventID(text) == nil: elements.append(.string("label \(number)"))
            default: elements.append(.string("\(id)"))
            }
        }
        return elements
    }

    private func spoilt(_ text: String) -> [JSON] {
        [
            "", " ", "x", text.uppercased(), text + " ", " " + text, text + "\n", text + "x", "\u{7}" + text,
            text + "\u{85}", String(text.dropLast()), text.replacing("-", with: ""), text.replacing("-", with: "+"),
            text.replacing("T", with: " "), text.replacing("Z", with: "+14:00"), text.replacing("Z", with: "-00:00"),
            text.replacing("Z", with: ""), text.replacing("Z", with: "+24:00"), "2026-13-01", "2026-00-10",
            "2026-09-01", "0000-09-01", "2026-9-1", "2026-09-01T24:00:00Z", "2026-09-01T10:30:00.Z",
            "2026-09-01T10:30:60Z", "2026-09-01t10:30:00.123456789z", "12026-09-01T10:30:00Z", "２026-09-01T10:30:00Z",
            "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d4e", "{0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d4e}",
            "0198c5b27c1e7d3a9a513f6f2b1c0d4e", String(repeating: "a", count: 64), String(repeating: "A", count: 63),
            String(repeating: "é", count: 90), String(repeating: "b", count: 200), String(repeating: "b", count: 201),
            String(repeating: "c", count: 20_000), String(repeating: "c", count: 20_001), "attempt", "evidence",
            "correction", "void", "replace", "system", "teacher", "demonstrated", "e\u{301}",
        ].map(JSON.string)
    }
}

extension JSON {
    /// One step into a value.
    enum Step {
        case member(String)
        case element(Int)
    }

    /// The ways to all values in this one, itself first.
    fileprivate var places: [[Step]] {
        switch self {
        case .object(let object):
            [[]] + object.members.flatMap { member in member.value.places.map { [.member(member.name)] + $0 } }
        case .array(let elements):
            [[]] + elements.indices.flatMap { index in elements[index].places.map { [.element(index)] + $0 } }
        default: [[]]
        }
    }

    /// This value with the one at `place` changed, or taken out.
    fileprivate func changing(at place: [Step], _ change: (JSON) throws -> JSON?) rethrows -> JSON {
        guard let step = place.first else { return try change(self) ?? self }
        func changed(_ value: JSON) throws -> JSON? {
            place.count == 1 ? try change(value) : try value.changing(at: Array(place.dropFirst()), change)
        }
        switch (self, step) {
        case (.object(var object), .member(let name)):
            object[name] = try object[name].flatMap(changed)
            return .object(object)
        case (.array(var elements), .element(let index)):
            let element = try changed(elements[index])
            elements.replaceSubrange(index...index, with: element.map { [$0] } ?? [])
            return .array(elements)
        default: return self
        }
    }
}
