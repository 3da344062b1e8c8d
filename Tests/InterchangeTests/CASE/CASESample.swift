import Foundation
import LearningRecord

/// A small CASE package for tests, to be changed at will before it is written.
struct CASESample {
    static let moment = JSON.string("2025-09-01T08:30:00+00:00")

    var document: JSONObject
    var items: [JSONObject]
    var associations: [JSONObject] = []
    var others = JSONObject()

    /// A framework with items of these names.
    init(_ names: String..., title: String = "A framework") {
        document = [
            "identifier": .string(Self.id("document")), "uri": .string("https://example.org/document"),
            "creator": .string("A district"), "title": .string(title), "lastChangeDateTime": Self.moment,
        ]
        items = names.map(Self.item)
    }

    static func item(_ name: String) -> JSONObject {
        [
            "identifier": .string(id(name)), "fullStatement": .string("Can \(name)"),
            "uri": .string("https://example.org/\(name)"), "lastChangeDateTime": moment,
        ]
    }

    /// Adds an association between two names; what is no item stands outside.
    mutating func relate(_ origin: String, _ kind: String, _ destination: String, sequence: Int? = nil) {
        var association: JSONObject = [
            "identifier": .string(Self.id("association \(associations.count)")), "associationType": .string(kind),
        ]
        if let sequence { association["sequenceNumber"] = .number(String(sequence)) }
        association["uri"] = .string("https://example.org/association")
        association["originNodeURI"] = Self.link(origin)
        association["destinationNodeURI"] = Self.link(destination)
        association["lastChangeDateTime"] = Self.moment
        associations.append(association)
    }

    /// Adds a rubric with one criterion: its levels' names with position and score.
    mutating func rate(_ item: String?, _ levels: [(name: String, position: Int?, score: String?)]) {
        var rubrics = others["CFRubrics"]?.array ?? []
        let name = "criterion \(rubrics.count)"
        let rows = levels.map { level in
            var row: JSONObject = [
                "identifier": .string(Self.id("\(name) \(level.name)")), "uri": .string("https://example.org/level"),
                "description": .string("Is \(level.name)"), "quality": .string(level.name),
            ]
            row["score"] = level.score.map(JSON.number)
            row["position"] = level.position.map { .number(String($0)) }
            row["lastChangeDateTime"] = Self.moment
            return JSON.object(row)
        }
        var criterion: JSONObject = ["identifier": .string(Self.id(name)), "uri": .string("https://example.org/c")]
        criterion["CFItemURI"] = item.map(Self.link)
        criterion["weight"] = .number("0.5")
        criterion["lastChangeDateTime"] = Self.moment
        criterion["CFRubricCriterionLevels"] = .array(rows)
        rubrics.append(
            .object([
                "identifier": .string(Self.id("rubric \(rubrics.count)")), "uri": .string("https://example.org/r"),
                "lastChangeDateTime": Self.moment, "CFRubricCriteria": .array([.object(criterion)]),
            ]))
        others["CFRubrics"] = .array(rubrics)
    }

    static func link(_ name: String) -> JSON {
        .object([
            "title": .string(name), "identifier": .string(id(name)), "uri": .string("https://example.org/\(name)"),
        ])
    }

    /// The identifier that goes with a name.
    static func id(_ name: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        let padded = String(repeating: "0", count: 16 - digits.count) + digits
        return "\(padded.prefix(8))-\(padded.dropFirst(8).prefix(4))-4000-8000-\(padded.dropFirst(4))"
    }

    static func competency(_ name: String) -> CompetencyID { CompetencyID(UUID(uuidString: id(name)) ?? UUID()) }

    var framework: FrameworkID { FrameworkID(UUID(uuidString: Self.id("document")) ?? UUID()) }

    var json: JSONObject {
        var package: JSONObject = [
            "CFDocument": .object(document), "CFItems": .array(items.map(JSON.object)),
            "CFAssociations": .array(associations.map(JSON.object)),
        ]
        for (name, value) in others.members { package[name] = value }
        return package
    }

    var bytes: [UInt8] { JSONWriter.bytes(.object(json)) }
}
