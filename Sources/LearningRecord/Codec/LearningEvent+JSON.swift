extension LearningEvent {
    /// Reads the JSON form of an event (`Docs/event-catalogue.md`, `Docs/schemas/events`), and refuses unknown fields
    /// by name.
    public init(_ object: JSONObject) throws(RecordError) {
        var reader = FieldReader(object, at: "")
        let kind: EventKind = try reader.required("kind")
        if let version: Int64 = try reader.optional("version"), version != kind.version {
            throw RecordError(
                .unknownVersion, at: "version", "\(kind.name) is written in version \(kind.version)")
        }
        id = try reader.required("id")
        learner = try reader.required("learner")
        occurredAt = try reader.required("occurredAt")
        assertedBy = try reader.required("assertedBy")
        school = try reader.optional("school")
        section = try reader.optional("section")
        let facts: JSONObject = try reader.optional("facts") ?? JSONObject()
        let words: JSONObject = try reader.optional("words") ?? JSONObject()
        try reader.finish()
        var fields = FieldReader(facts, at: "facts")
        self.facts = try Facts(kind, from: &fields)
        self.words = try Words(words, of: kind)
        try check()
    }

    /// Reads the JSON text of an event.
    public init(json bytes: [UInt8]) throws(RecordError) {
        let value: JSON
        do throws(JSONReader.Failure) {
            value = try JSONReader.read(bytes)
        } catch {
            throw RecordError(.malformed, at: "", "not JSON: \(error)")
        }
        guard case .object(let object) = value else {
            throw RecordError(.malformed, at: "", "must be a JSON object, not \(value.sort)")
        }
        try self.init(object)
    }

    /// The JSON form.
    public var json: JSONObject {
        var object = JSONObject()
        object["id"] = id.json
        object["kind"] = kind.json
        object["learner"] = learner.json
        object["occurredAt"] = occurredAt.json
        object["assertedBy"] = assertedBy.json
        object["school"] = school?.json
        object["section"] = section?.json
        object["facts"] = .object(FieldWriter.json { facts.write(to: &$0) })
        if !words.isEmpty { object["words"] = .object(words.json) }
        return object
    }
}

extension EventKind: FieldValue {
    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> EventKind {
        guard let name = json.string, let kind = EventKind(name: name) else {
            let names = EventKind.allCases.map(\.name).joined(separator: ", ")
            throw RecordError(.unknownKind, at: path(), "must be one of \(names)")
        }
        return kind
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON { .string(name) }
}

extension JSONObject: FieldValue {
    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> JSONObject {
        guard let object = json.object else { throw RecordError(.invalidValue, at: path(), "must be an object") }
        return object
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON { .object(self) }
}
