import Foundation
import LearningRecord

extension CASENormaliser {
    /// Bytes of a text, at the most: what a person reads is far shorter.
    static let maximumText = 256 << 10
    /// Bytes of the identifier of an association's end, at the most: an index holds it.
    static let maximumNode = 500

    mutating func text(_ json: JSON) -> String? {
        let text: String
        switch json {
        case .string(let string): text = string
        case .number(let digits): text = digits
        default:
            _ = wrong(json, "a text")
            return nil
        }
        guard text.utf8.count <= Self.maximumText else {
            problem("has \(text.utf8.count) bytes; a text may have up to \(Self.maximumText)")
            return nil
        }
        guard !text.utf8.contains(0) else {
            problem("holds the character U+0000, which no text may")
            return nil
        }
        return text
    }

    mutating func identifier(_ json: JSON) -> JSON? {
        guard let string = json.string else { return wrong(json, "a UUID, as a text") }
        guard let id = CompetencyID(string) else {
            problem("is no UUID; one looks like 0fa1c2e4-1b2c-4d3e-8f90-a1b2c3d4e5f6")
            return nil
        }
        return .string(id.description)
    }

    mutating func dateTime(_ json: JSON) -> JSON? {
        guard let string = json.string else { return wrong(json, "a moment, as a text") }
        if Instant(string) != nil { return .string(string) }
        guard Instant(string + "Z") != nil else {
            problem("is no moment; one looks like 2025-09-01T08:30:00+00:00")
            return nil
        }
        findings.momentsWithoutZone += 1
        return .string(string + "Z")
    }

    mutating func date(_ json: JSON) -> JSON? {
        guard let string = json.string else { return wrong(json, "a date, as a text") }
        let day = String(string.prefix(10))
        guard CalendarDate(day) != nil, day == string || Instant(string) != nil || Instant(string + "Z") != nil else {
            problem("is no date; one looks like 2025-09-01")
            return nil
        }
        return .string(day)
    }

    mutating func integer(_ json: JSON) -> JSON? {
        // Draft-era files write numbers as texts.
        guard let number = json.integer ?? json.string.flatMap({ Int64($0) }), Int32(exactly: number) != nil else {
            problem("should be a whole number of up to \(Int32.max)")
            return nil
        }
        return .number(String(number))
    }

    mutating func score(_ json: JSON) -> JSON? {
        guard case .number = json else { return wrong(json, "a number") }
        return json
    }

    /// An end of an association. Its identifier is a UUID in lower case where it is one.
    mutating func node(_ json: JSON) -> JSON {
        guard var node = json.object, let text = node["identifier"]?.string else { return json }
        if let id = CompetencyID(text) {
            node["identifier"] = .string(id.description)
        } else if text.utf8.count > Self.maximumNode {
            within("identifier") {
                $0.problem("has \(text.utf8.count) bytes; it may have up to \(Self.maximumNode)")
            }
        }
        return .object(node)
    }

    mutating func kind(_ json: JSON) -> JSON? {
        guard let name = json.string else { return wrong(json, "a kind of association, as a text") }
        if AssociationKind.standard.contains(AssociationKind(rawValue: name)) { return .string(name) }
        if Self.isOwnName(name) { return .string(name) }
        let plain = name.lowercased().filter { $0 != " " }
        let meant = AssociationKind.standard.first { $0.rawValue.lowercased() == plain }?.rawValue ?? "ext:\(name)"
        guard !meant.hasPrefix("ext:") || Self.isOwnName(meant) else {
            let names = AssociationKind.standard.map(\.rawValue).joined(separator: ", ")
            problem("should be one of \(names), or ext: and a name of letters, digits, . and _")
            return nil
        }
        CASEName.count("\(name) as \(meant)", in: &findings.renamedKinds)
        return .string(meant)
    }

    mutating func targetType(_ json: JSON) -> JSON? {
        guard let name = json.string, name == "CASE" || Self.isOwnName(name) else {
            problem("should be CASE, or ext: and a name of letters, digits, . and _")
            return nil
        }
        return .string(name)
    }

    /// Whether it is a name of the publisher's own as CASE 1.1 writes them.
    private static func isOwnName(_ name: String) -> Bool {
        let own = name.utf8.dropFirst(4)
        return name.hasPrefix("ext:") && !own.isEmpty && name.utf8.count <= 100
            && own.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// What a publisher adds of its own. Of a rubric (`ofRubric`: its object's name) whatever scores stays out.
    mutating func addition(_ json: JSON, ofRubric shape: String?) -> JSON? {
        guard json.object != nil else { return wrong(json, "an object") }
        return free(json, ofRubric: shape)
    }

    private mutating func free(_ json: JSON, ofRubric shape: String?) -> JSON? {
        switch json {
        case .string: return text(json).map(JSON.string)
        case .array(let elements):
            return .array(
                elements.enumerated().compactMap { index, element in within(index) { $0.free(element, ofRubric: shape) }
                })
        case .object(let object):
            var members: [(name: String, value: JSON)] = []
            for (name, value) in object.members {
                if let shape, GradeVocabulary.betrayal(in: name) != nil {
                    CASEName.count("\(shape).extensions.\(name)", in: &findings.scores)
                } else if name.utf8.contains(0) {
                    problem("has a name with the character U+0000, which no text may hold")
                } else if let value = within(name, { $0.free(value, ofRubric: shape) }) {
                    members.append((name, value))
                }
            }
            return .object(JSONObject(members))
        case .null, .bool, .number: return json
        }
    }
}
