import Foundation
import Interchange
import LearningRecord

@testable import Service

/// The framework of Lakeside: four areas, what leads to what, and levels in words.
enum LakesideFramework {
    /// A competency: code, title, what it says.
    struct Competency {
        let code: String
        let title: String
        let statement: String
        /// The codes of what it leads to.
        let leadsTo: [String]
    }

    static let areas: [(title: String, competencies: [Competency])] = [
        (
            "Ratios and proportional thinking",
            [
                .init(
                    code: "R.1", title: "Describe a ratio",
                    statement: "Describes a situation by a ratio, in words, in a picture and in numbers.",
                    leadsTo: ["R.2"]),
                .init(
                    code: "R.2", title: "Find equal ratios",
                    statement: "Finds ratios that are equal, and explains why they are.", leadsTo: ["R.3", "R.4"]),
                .init(
                    code: "R.3", title: "Compare unit rates",
                    statement: "Compares situations by their unit rates, and says what the comparison leaves out.",
                    leadsTo: ["L.1", "R.5"]),
                .init(
                    code: "R.4", title: "Reason with percents",
                    statement: "Uses percents to compare parts of different wholes.", leadsTo: ["R.5"]),
                .init(
                    code: "R.5", title: "Model with proportions",
                    statement: "Decides whether a situation is proportional, models it, and checks the model.",
                    leadsTo: []),
            ]
        ),
        (
            "Linear relationships",
            [
                .init(
                    code: "L.1", title: "Read a slope",
                    statement: "Reads the slope of a line as a rate of change in the situation it stands for.",
                    leadsTo: ["L.2"]),
                .init(
                    code: "L.2", title: "Write the equation of a line",
                    statement: "Writes the equation of a line from a graph, a table or a story.", leadsTo: ["L.3"]),
                .init(
                    code: "L.3", title: "Solve a system",
                    statement: "Solves a system of two equations, and says what its solution means.", leadsTo: []),
            ]
        ),
        (
            "Inquiry",
            [
                .init(
                    code: "Q.1", title: "Ask a question that can be tested",
                    statement: "Asks a question that evidence can answer, and says which evidence would.",
                    leadsTo: ["Q.2"]),
                .init(
                    code: "Q.2", title: "Plan a fair test",
                    statement: "Plans a test in which one thing changes and the rest is kept.", leadsTo: ["Q.3"]),
                .init(
                    code: "Q.3", title: "Collect evidence",
                    statement: "Measures with care, keeps what was measured, and says how sure it is.",
                    leadsTo: ["Q.4"]),
                .init(
                    code: "Q.4", title: "Argue from evidence",
                    statement: "Answers the question from the evidence, and names what speaks against the answer.",
                    leadsTo: []),
            ]
        ),
        (
            "Writing to be understood",
            [
                .init(
                    code: "W.1", title: "State a claim",
                    statement: "States a claim that a reader could disagree with.", leadsTo: ["W.2"]),
                .init(
                    code: "W.2", title: "Support a claim",
                    statement: "Supports a claim with reasons and sources that a reader can check.", leadsTo: ["W.3"]),
                .init(
                    code: "W.3", title: "Answer those who see it otherwise",
                    statement: "Takes up what others would say, fairly, and answers it.", leadsTo: []),
            ]
        ),
    ]

    static let levels = [
        ("beginning", "With a model, a tool or a partner beside."),
        ("developing", "Alone, in situations like those that were practised."),
        ("demonstrating", "Alone, in situations that are new, and can say why."),
        ("extending", "Connects it with other ideas, and helps others to it."),
    ]

    static let id = FrameworkID(uuid("document"))

    /// The competency of a code.
    static func competency(_ code: String) -> CompetencyID { CompetencyID(uuid(code)) }

    static var codes: [String] { areas.flatMap { $0.competencies.map(\.code) } }

    /// The identifier that goes with a name.
    private static func uuid(_ name: String) -> UUID {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let bytes = withUnsafeBytes(of: hash.bigEndian) { Array($0) }
        return UUID(
            uuid: (
                0x01, 0x98, 0xC5, 0xB2, 0x7C, 0x1E, 0x7D, 0x3A, 0x9A, 0x51 ^ bytes[0], bytes[1] ^ bytes[2], bytes[3],
                bytes[4], bytes[5], bytes[6], bytes[7]
            ))
    }

    // MARK: As a CASE package

    static var package: [UInt8] {
        var items: [JSON] = []
        var associations: [JSON] = []
        var criteria: [JSON] = []
        for area in areas {
            items.append(item(area.title, statement: area.title))
            for competency in area.competencies {
                items.append(item(competency.code, statement: competency.statement, competency))
                associations.append(relation(competency.code, "isChildOf", area.title))
                associations += competency.leadsTo.map { relation(competency.code, "precedes", $0) }
                criteria.append(criterion(competency))
            }
        }
        var document = stamped("document")
        document["creator"] = .string("Lakeside Unified")
        document["title"] = .string("Lakeside learning continuum")
        var rubric = stamped("rubric")
        rubric["CFRubricCriteria"] = .array(criteria)
        return JSONWriter.bytes(
            .object([
                "CFDocument": .object(document), "CFItems": .array(items), "CFAssociations": .array(associations),
                "CFRubrics": .array([.object(rubric)]),
            ]))
    }

    private static func stamped(_ name: String) -> JSONObject {
        let id = uuid(name).uuidString.lowercased()
        return [
            "identifier": .string(id), "uri": .string("https://lakeside.example.org/case/\(id)"),
            "lastChangeDateTime": .string("2025-06-01T08:30:00+00:00"),
        ]
    }

    private static func item(_ name: String, statement: String, _ competency: Competency? = nil) -> JSON {
        var item = stamped(name)
        item["fullStatement"] = .string(statement)
        item["humanCodingScheme"] = competency.map { .string($0.code) }
        item["abbreviatedStatement"] = competency.map { .string($0.title) }
        return .object(item)
    }

    private static func relation(_ origin: String, _ kind: String, _ destination: String) -> JSON {
        var association = stamped("\(origin) \(kind) \(destination)")
        association["associationType"] = .string(kind)
        association["originNodeURI"] = link(origin)
        association["destinationNodeURI"] = link(destination)
        return .object(association)
    }

    private static func criterion(_ competency: Competency) -> JSON {
        var criterion = stamped("criterion \(competency.code)")
        criterion["CFItemURI"] = link(competency.code)
        criterion["CFRubricCriterionLevels"] = .array(
            levels.enumerated().map { place, level in
                var row = stamped("level \(place) \(competency.code)")
                row["quality"] = .string(level.0)
                row["description"] = .string(level.1)
                row["position"] = .whole(Int64(place + 1))
                return .object(row)
            })
        return .object(criterion)
    }

    private static func link(_ name: String) -> JSON {
        let id = uuid(name).uuidString.lowercased()
        return .object([
            "title": .string(name), "identifier": .string(id),
            "uri": .string("https://lakeside.example.org/case/\(id)"),
        ])
    }
}
