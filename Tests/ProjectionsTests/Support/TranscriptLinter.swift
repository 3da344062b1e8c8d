import Foundation
import LearningRecord
import Projections

/// Finds in a transcript what must never be in one. It knows the output only, not how it was made.
enum TranscriptLinter {
    /// Names of members that a transcript's JSON has; any other is a finding.
    private static let members: Set<String> = [
        "learner", "district", "madeOn", "meaning", "attended", "school", "from", "to", "highlights", "title",
        "narrative", "link", "learnersStatement", "areas", "name", "demonstrated", "competency", "code", "statement",
        "level", "criterion", "framework", "frameworkVersion", "decidedOn", "contexts", "secondReading", "levels",
        "description", "schools", "profile", "layout",
    ]

    /// - Parameter forbidden: texts that must not occur: marks of attempts, groups, supports, other learners.
    static func findings(_ document: TranscriptDocument, forbidden: [String]) -> [String] {
        let json = JSONWriter.text(document.json)
        let page = TranscriptPage.html(document)
        var findings = walk(document.json, at: "")
        for text in [json, page] {
            findings += forbidden.filter { text.localizedCaseInsensitiveContains($0) }.map { "holds \($0)" }
            findings += numbers(in: text)
        }
        return findings
    }

    private static func walk(_ json: JSON, at path: String) -> [String] {
        switch json {
        case .object(let object):
            object.members.flatMap { member in
                (members.contains(member.name) ? [] : ["member \(path).\(member.name)"])
                    + walk(member.value, at: "\(path).\(member.name)")
            }
        case .array(let elements): elements.flatMap { walk($0, at: path) }
        case .number where !path.hasSuffix(".frameworkVersion"): ["a number at \(path)"]
        default: []
        }
    }

    /// Digits that belong neither to a day, an id, a version of a framework nor to the style of the page.
    private static func numbers(in text: String) -> [String] {
        var rest = text
        for allowed in [
            "(?s)<style>.*?</style>", "<meta [^>]*>", "</?h[1-6][^>]*>", "&#39;", "(?i)\"frameworkVersion\":[0-9]+",
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[0-9]{4}-[0-9]{2}-[0-9]{2}",
            "[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}",
        ] {
            rest = rest.replacingOccurrences(of: allowed, with: "", options: .regularExpression)
        }
        var findings: [String] = []
        for pattern in [
            "[0-9]+", "%", "(?i)\\bper ?cent", "(?i)\\bpoints?\\b", "(?i)\\bGPA\\b", "(?i)\\brank",
            "(?i)\\b(attempts?|tries)\\b",
        ] {
            if let range = rest.range(of: pattern, options: .regularExpression) {
                findings.append("\(rest[range]) in …\(rest[range.lowerBound...].prefix(40))")
            }
        }
        return findings
    }
}
