import Interchange
import LearningRecord
import Projections

/// The released numbers of access equity as JSON and as CSV. Each has its numerator and its denominator; what is withheld
/// is said to be.
enum EquityForms {
    /// The numbers that are parts of another.
    private static let parts = AccessNumber.allCases.filter { $0.whole != nil }

    static func json(_ answer: EquityAnswer) -> JSON {
        .object([
            "threshold": .whole(AccessRelease.threshold), "withholds": .bool(answer.hides),
            "groups": .array(answer.ordered.map(json)),
        ])
    }

    private static func json(_ entry: EquityAnswer.Entry) -> JSON {
        let line = entry.line
        var object: JSONObject = ["school": .string(line.counts.school.description)]
        object["schoolName"] = .text(entry.school)
        object["window"] = .object([
            "title": .string(entry.window.title), "from": .string(entry.window.from.description),
            "to": .string(entry.window.to.description),
        ])
        object["dimension"] = .string(entry.dimension)
        object["group"] = .string(line.counts.group)
        object["crossedDimension"] = .text(entry.crossed)
        object["crossedGroup"] = .text(line.counts.other)
        object["enrolled"] = number(line[.enrolled])
        object["figures"] = .array(
            parts.map { part in
                .object([
                    "figure": .string(name(part)), "numerator": number(line[part]),
                    "denominator": number(part.whole.flatMap { line[$0] }),
                    "of": .textOrNull(part.whole.map(name)),
                ])
            })
        object["days"] = .array(
            AccessDays.allCases.map { days in
                .object([
                    "until": .string(name(days)), "days": line.shows(days) ? number(line.counts.days[days]) : .null,
                    "withheld": .bool(!line.shows(days)),
                ])
            })
        return .object(object)
    }

    private static func number(_ number: Int64?) -> JSON { number.map { .whole($0) } ?? .null }

    /// A line for each figure (RFC 4180); an empty numerator or denominator is withheld.
    static func csv(_ answer: EquityAnswer) -> [UInt8] {
        var bytes: [UInt8] = []
        CSVWriter.append(
            [
                "school", "schoolName", "window", "from", "to", "dimension", "group", "crossedDimension",
                "crossedGroup",
                "figure", "numerator", "of", "denominator", "withheld",
            ], to: &bytes)
        for entry in answer.ordered {
            let line = entry.line
            for number in AccessNumber.allCases {
                CSVWriter.append(
                    [
                        line.counts.school.description, entry.school ?? "", entry.window.title,
                        entry.window.from.description, entry.window.to.description, entry.dimension, line.counts.group,
                        entry.crossed ?? "", line.counts.other ?? "", name(number), text(line[number]),
                        number.whole.map(name) ?? "", text(number.whole.flatMap { line[$0] }),
                        line[number] == nil ? "true" : "false",
                    ], to: &bytes)
            }
        }
        return bytes
    }

    private static func text(_ number: Int64?) -> String { number.map { String($0) } ?? "" }

    /// `never_offered` is called neverOffered here.
    private static func name(_ value: some RawRepresentable<String>) -> String {
        let parts = value.rawValue.split(separator: "_")
        return parts.prefix(1).joined() + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
