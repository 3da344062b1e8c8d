import Foundation
import LearningRecord

/// One line of a file of learning events on its way to an event: references of the roster and keys are still in it.
struct EventLine {
    /// What a reference of the roster leads to.
    enum Target: String, Hashable, CaseIterable {
        case person
        case school
        case section
        case course
    }

    /// How a reference to the roster begins; behind it stands a `sourcedId`.
    static let rosterPrefix = "roster:"
    /// How a reference to an event by its key begins.
    static let keyPrefix = "key:"
    /// Bytes of a key, at the most.
    static let longestKey = 500

    /// Which fields lead to what of the roster.
    private static let rosterFields: [String: Target] = [
        "learner": .person, "person": .person, "school": .school, "section": .section, "course": .course,
        "other": .person,
    ]
    /// Which fields lead to events.
    private static let eventFields: Set<String> = [
        "revises", "corrects", "replacement", "transcript", "by", "offer", "pairedWith", "enrolment", "evidence",
        "request", "highlights", "secondRating", "link", "work",
    ]
    /// Kinds that say what Waymark itself did: a line of text does not do it.
    private static let reserved: [EventKind] = [.learnerErased, .wordsDestroyed, .retentionRun]
    /// Where those fields are.
    private static let factPaths: Set<String> = ["learner", "school", "section", "assertedBy", "facts"]

    private var object: JSONObject

    /// Reads the text of a line. What an export adds to an event, its position and the time it was recorded, is left
    /// out again.
    init(_ bytes: [UInt8]) throws(EventLineError) {
        let value: JSON
        do throws(JSONReader.Failure) {
            value = try JSONReader.read(bytes)
        } catch {
            throw .record(RecordError(.malformed, at: "", "not JSON: \(error)"))
        }
        guard case .object(var object) = value else {
            throw .record(RecordError(.malformed, at: "", "must be a JSON object, not \(value.sort)"))
        }
        object["position"] = nil
        object["recordedAt"] = nil
        self.object = object
    }

    /// The `sourcedId`s that the line refers to.
    func references(_ found: (Target, String) -> Void) {
        for member in object.members where Self.factPaths.contains(member.name) {
            Self.visit(member.value, named: member.name) { name, text in
                if let target = Self.rosterFields[name], text.hasPrefix(Self.rosterPrefix) {
                    found(target, String(text.dropFirst(Self.rosterPrefix.count)))
                }
            }
        }
    }

    /// The event, with references resolved and its id made from its key where it has none.
    /// - Parameter dropping: called with the name of each field that smells of a grade, which is then left out; without
    ///   it such a field is an error.
    func event(
        in district: UUID, roster: RosterReferences, dropping: ((String) -> Void)?
    ) throws(EventLineError) -> LearningEvent {
        var object = try withID(in: district)
        for member in object.members where Self.factPaths.contains(member.name) {
            object[member.name] = try Self.resolve(
                member.value, named: member.name, path: member.name, district: district, roster: roster)
        }
        if Self.reserved.contains(where: { object["kind"] == $0.json }) { throw .reserved }
        while true {
            do throws(RecordError) {
                return try LearningEvent(object)
            } catch {
                guard error.code == .gradeField, let dropping, let name = object.remove(at: error.path) else {
                    throw EventLineError.record(error)
                }
                dropping(name)
            }
        }
    }

    private func withID(in district: UUID) throws(EventLineError) -> JSONObject {
        var object = object
        guard let key = object["key"] else {
            if object["id"] == nil { throw .keyNeeded }
            return object
        }
        if object["id"] != nil { throw .bothIDAndKey }
        guard let text = key.string, (1...Self.longestKey).contains(text.utf8.count) else { throw .badKey }
        object["key"] = nil
        object["id"] = Self.id(ofKey: text, in: district)
        return object
    }

    private static func id(ofKey key: String, in district: UUID) -> JSON {
        EventID(UUID(namespace: district, name: key)).json
    }

    private static func visit(_ value: JSON, named name: String, _ body: (String, String) -> Void) {
        switch value {
        case .string(let text): body(name, text)
        case .array(let elements): for element in elements { visit(element, named: name, body) }
        case .object(let object): for member in object.members { visit(member.value, named: member.name, body) }
        default: break
        }
    }

    private static func resolve(
        _ value: JSON, named name: String, path: String, district: UUID, roster: RosterReferences
    ) throws(EventLineError) -> JSON {
        switch value {
        case .string(let text):
            if let target = rosterFields[name], text.hasPrefix(rosterPrefix) {
                return try roster.id(of: target, String(text.dropFirst(rosterPrefix.count)), path: path)
            }
            if eventFields.contains(name), text.hasPrefix(keyPrefix) {
                return id(ofKey: String(text.dropFirst(keyPrefix.count)), in: district)
            }
            return value
        case .array(let elements):
            var resolved: [JSON] = []
            for (index, element) in elements.enumerated() {
                resolved.append(
                    try resolve(
                        element, named: name, path: "\(path)[\(index)]", district: district, roster: roster))
            }
            return .array(resolved)
        case .object(var object):
            for member in object.members {
                // The event of a second rating stands in a field `id` inside it.
                let role = name == "secondRating" && member.name == "id" ? name : member.name
                object[member.name] = try resolve(
                    member.value, named: role, path: "\(path).\(member.name)", district: district, roster: roster)
            }
            return .object(object)
        default: return value
        }
    }
}

extension JSONObject {
    /// Takes out the member at a path such as `facts.authors[0].score`, and answers its name.
    fileprivate mutating func remove(at path: String) -> String? {
        for member in members {
            if member.name == path {
                self[member.name] = nil
                return path
            }
            guard path.hasPrefix(member.name) else { continue }
            let rest = path.dropFirst(member.name.count)
            var value = member.value
            if rest.first == ".", let name = value.remove(at: String(rest.dropFirst())) {
                self[member.name] = value
                return name
            }
            if rest.first == "[", let name = value.removeInElement(at: rest.dropFirst()) {
                self[member.name] = value
                return name
            }
        }
        return nil
    }
}

extension JSON {
    fileprivate mutating func remove(at path: String) -> String? {
        guard case .object(var object) = self, let name = object.remove(at: path) else { return nil }
        self = .object(object)
        return name
    }

    /// `path` is what follows the opening bracket: `0].score`.
    fileprivate mutating func removeInElement(at path: Substring) -> String? {
        guard case .array(var elements) = self, let close = path.firstIndex(of: "]"),
            let index = Int(path[..<close]), elements.indices.contains(index)
        else { return nil }
        let rest = path[path.index(after: close)...]
        guard rest.first == ".", let name = elements[index].remove(at: String(rest.dropFirst())) else { return nil }
        self = .array(elements)
        return name
    }
}
