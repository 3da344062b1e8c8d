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

    private var object: JSONObject
    /// The id of an event that has neither an id nor a key.
    private let unnamed: EventID?

    /// The members of a line that was read already.
    /// - Parameter unnamed: the id it gets where it has neither an id nor a key.
    init(_ object: JSONObject, unnamed: EventID?) {
        self.object = object
        self.unnamed = unnamed
    }

    /// Reads the text of a line. What an export adds to an event, its position and the time it was recorded, is left
    /// out again.
    init(_ bytes: [UInt8]) throws(EventLineError) {
        let value: JSON
        do throws(JSONReader.Failure) {
            value = try JSONReader.read(bytes)
        } catch {
            throw .record(RecordError(.malformed, at: "", "not JSON: \(error)"))
        }
        guard case .object(let object) = value else {
            throw .record(RecordError(.malformed, at: "", "must be a JSON object, not \(value.sort)"))
        }
        self.init(object, unnamed: nil)
    }

    /// The event, with references resolved and its id made from its key where it has none; `nil` when it waits for
    /// references that are not looked up yet, which are then in `missing`. To be called once.
    /// - Parameter dropping: called with the name of each field that smells of a grade, which is then left out; without
    ///   it such a field is an error.
    mutating func event(
        in district: UUID, roster: RosterReferences, missing: inout RosterReferences.Wanted,
        dropping: ((String) -> Void)?
    ) throws(EventLineError) -> LearningEvent? {
        let resolution = try resolve(in: district, roster: roster, missing: &missing)
        if Self.reserved.contains(where: { object["kind"] == $0.json }) { throw .reserved }
        if resolution.isWaiting { return nil }
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

    /// Puts identifiers in the place of references, members in the order of the line.
    private mutating func resolve(
        in district: UUID, roster: RosterReferences, missing: inout RosterReferences.Wanted
    ) throws(EventLineError) -> ReferenceResolution {
        var resolution = ReferenceResolution(district: district, roster: roster)
        var (hasID, hasExtras) = (false, false)
        var key: JSON?
        try object.updateValues { (name, value) throws(EventLineError) in
            switch name {
            case "id": hasID = true
            case "key": key = value
            case "position", "recordedAt": hasExtras = true
            case "learner", "school", "section", "assertedBy", "facts":
                try resolution.resolve(&value, named: name, path: { name }, missing: &missing)
            default: break
            }
        }
        if hasExtras {
            object["position"] = nil
            object["recordedAt"] = nil
        }
        guard let key else {
            if hasID { return resolution }
            guard let unnamed else { throw .keyNeeded }
            object["id"] = unnamed.json
            return resolution
        }
        if hasID { throw .bothIDAndKey }
        guard let text = key.string, (1...Self.longestKey).contains(text.utf8.count) else { throw .badKey }
        object["key"] = nil
        object["id"] = Self.id(ofKey: text, in: district)
        return resolution
    }

    private static func id(ofKey key: String, in district: UUID) -> JSON {
        EventID(UUID(namespace: district, name: key)).json
    }

    /// Resolves the references of one line, wherever they stand.
    private struct ReferenceResolution {
        let district: UUID
        let roster: RosterReferences
        /// Whether a reference is not looked up yet.
        var isWaiting = false

        mutating func resolve(
            _ value: inout JSON, named name: String, path: () -> String, missing: inout RosterReferences.Wanted
        ) throws(EventLineError) {
            switch value {
            case .string(let text):
                // Few texts begin like a reference, so that comes before the question where it stands.
                if text.utf8.starts(with: rosterPrefix.utf8), let target = rosterFields[name] {
                    let sourceID = String(text.dropFirst(rosterPrefix.count))
                    guard let id = try roster.id(of: target, sourceID, path: path) else {
                        isWaiting = true
                        missing[target, default: []].insert(sourceID)
                        return
                    }
                    value = id
                } else if text.utf8.starts(with: keyPrefix.utf8), eventFields.contains(name) {
                    value = EventLine.id(ofKey: String(text.dropFirst(keyPrefix.count)), in: district)
                }
            case .array(var elements):
                // Held once, a list is changed in its place.
                value = .null
                for index in elements.indices {
                    try resolve(&elements[index], named: name, path: { "\(path())[\(index)]" }, missing: &missing)
                }
                value = .array(elements)
            case .object(var object):
                value = .null
                try object.updateValues { (member, inner) throws(EventLineError) in
                    // The event of a second rating stands in a field `id` inside it.
                    let role = name == "secondRating" && member == "id" ? name : member
                    try resolve(&inner, named: role, path: { "\(path()).\(member)" }, missing: &missing)
                }
                value = .object(object)
            case .null, .bool, .number: break
            }
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
