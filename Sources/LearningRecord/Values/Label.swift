/// A short name of a thing that a school works with (a task, an opportunity, a support, a context), free of personal
/// words: it stands among the facts and outlives an erasure.
public struct Label: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of UTF-8, at the most.
    public static let maximumLength = 200

    /// The name.
    public let text: String

    /// A label; `nil` when it is empty, longer than ``maximumLength``, has control characters or space at an end.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.maximumLength, text.first != " ", text.last != " ",
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        self.text = text
    }

    public var description: String { text }
}

extension Label: ColumnValue {
    public static func read(_ json: JSON, at path: String) throws(RecordError) -> Label {
        guard let text = json.string, let label = Label(text) else {
            throw RecordError(
                .invalidValue, at: path,
                "must be a short name: 1 to \(maximumLength) bytes, no control characters, no space at an end")
        }
        return label
    }

    public var json: JSON { .string(text) }

    public static func read(_ flat: FlatFacts, at path: String) throws(RecordError) -> Label? {
        guard let item = flat.item else { return nil }
        guard let label = Label(item) else { throw RecordError(.invalidValue, at: path, "is no short name") }
        return label
    }

    public func write(to flat: inout FlatFacts) { flat.item = text }
}
