/// Reads the fields of a kind by name, from JSON or from the flat form, and refuses what nobody asked for.
public struct FieldReader {
    private let object: JSONObject
    private let flat: FlatFacts
    /// Whether this reads the flat form, where lists are split between a column and the rest.
    public let isFlat: Bool
    private let path: String
    /// The names that were asked for; kept only where ``finish()`` needs them.
    private var asked: [String] = []

    /// Reads an object that stands at `path` of an event in JSON.
    public init(_ object: JSONObject, at path: String) {
        self.object = object
        self.flat = FlatFacts()
        self.isFlat = false
        self.path = path
        asked.reserveCapacity(12)
    }

    /// Reads the flat form.
    public init(_ flat: FlatFacts) throws(RecordError) {
        self.flat = flat
        self.isFlat = true
        self.path = "facts"
        guard let more = flat.more else {
            self.object = JSONObject()
            return
        }
        guard let object = PackedJSON.unpack(more) else {
            throw RecordError(.malformed, at: "facts", "the stored facts are damaged")
        }
        self.object = object
    }

    /// The value of a field, `nil` when it is absent. A `null` is refused: an event has one form.
    public mutating func optional<Value: FieldValue>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(RecordError) -> Value? {
        if !isFlat { asked.append(name) }
        guard !object.isEmpty, let json = object[name] else { return nil }
        guard json != .null else {
            throw RecordError(.invalidValue, at: place(name), "must not be null: leave the field out")
        }
        return try Value.read(json, at: place(name))
    }

    /// The value of a field that must be there.
    public mutating func required<Value: FieldValue>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(RecordError) -> Value {
        guard let value = try optional(name, as: type) else { throw missing(name) }
        return value
    }

    /// The value of a field that the flat form keeps in the column of its type, `nil` when it is absent.
    public mutating func optionalColumn<Value: ColumnValue>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(RecordError) -> Value? {
        if isFlat { return try Value.read(flat, at: place(name)) }
        return try optional(name, as: type)
    }

    /// The value of a field that the flat form keeps in the column of its type, and that must be there.
    public mutating func requiredColumn<Value: ColumnValue>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(RecordError) -> Value {
        guard let value = try optionalColumn(name, as: type) else { throw missing(name) }
        return value
    }

    /// Refuses the fields that nobody asked for, by name; one that smells of a grade with the reason why.
    public func finish() throws(RecordError) {
        guard !isFlat, let unknown = object.members.first(where: { !isAsked($0.name) })?.name else { return }
        let place = place(unknown.shownInErrors)
        if let word = GradeVocabulary.betrayal(in: unknown) {
            throw RecordError(.gradeField, at: place, GradeVocabulary.explanation(of: word))
        }
        let known = asked.sorted().joined(separator: ", ")
        throw RecordError(
            .unknownField, at: place,
            known.isEmpty ? "there is no such field here" : "there is no such field here; there are \(known)")
    }

    private func isAsked(_ name: String) -> Bool { asked.contains { $0.isExactly(name) } }

    private func missing(_ name: String) -> RecordError {
        RecordError(.missingField, at: place(name), "must be there")
    }

    private func place(_ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }
}
