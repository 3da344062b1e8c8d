/// What people wrote in an event: texts by name. Sealed with the learner's key wherever they are stored.
public struct Words: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// Bytes of UTF-8 that one text may have, unless its ``WordField`` says otherwise.
    public static let maximumLength = 20_000

    /// The texts by name, in order of the names.
    public private(set) var texts: [(name: String, text: String)]

    /// These texts.
    public init(_ texts: [String: String] = [:]) {
        self.texts = texts.map { (name: $0.key, text: $0.value) }.sorted { $0.name < $1.name }
    }

    /// Made of a literal of names and texts; of a name that stands twice, the last.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(Dictionary(elements) { $1 })
    }

    /// The text of a name.
    public subscript(name: String) -> String? { texts.first { $0.name == name }?.text }

    /// Whether nobody wrote anything.
    public var isEmpty: Bool { texts.isEmpty }

    /// Whether both are the same to the byte.
    public static func == (left: Self, right: Self) -> Bool {
        left.texts.elementsEqual(right.texts) { $0.name.isExactly($1.name) && $0.text.isExactly($1.text) }
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        for entry in texts {
            hasher.combine(entry.name)
            hasher.combine(entry.text)
        }
    }
}

extension Words {
    /// Reads the JSON form: an object of texts, of which `kind` says the names.
    public init(_ object: JSONObject, of kind: EventKind) throws(RecordError) {
        var reader = FieldReader(object, at: "words")
        var texts: [String: String] = [:]
        for field in kind.payload.words {
            guard let written: WrittenText = try reader.optional(field.name) else { continue }
            texts[field.name] = written.text
        }
        try reader.finish()
        self.init(texts)
        try check(for: kind)
    }

    /// Refuses words that `kind` does not have, and the lack of words that it must have.
    public func check(for kind: EventKind) throws(RecordError) {
        let fields = kind.payload.words
        for entry in texts {
            guard let field = fields.first(where: { $0.name == entry.name }) else {
                throw RecordError(.unknownField, at: "words.\(entry.name)", "\(kind.name) has no such words")
            }
            guard !entry.text.isEmpty, entry.text.utf8.count <= field.limit else {
                throw RecordError(.invalidValue, at: "words.\(entry.name)", "must have 1 to \(field.limit) bytes")
            }
        }
        if let missing = fields.first(where: { $0.isRequired && self[$0.name] == nil }) {
            throw RecordError(.missingField, at: "words.\(missing.name)", "must be there")
        }
    }

    /// The JSON form.
    public var json: JSONObject { JSONObject(texts.map { (name: $0.name, value: .string($0.text)) }) }
}

/// A text; how long it may be is checked with its field.
private struct WrittenText: FieldValue {
    let text: String

    static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> WrittenText {
        guard let text = json.string else { throw RecordError(.invalidValue, at: path(), "must be a text") }
        return WrittenText(text: text)
    }

    var json: JSON { .string(text) }
}
