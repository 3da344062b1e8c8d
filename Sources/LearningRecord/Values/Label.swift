/// A short name of a thing that a school works with (a task, an opportunity, a support, a context), free of personal
/// words: it stands among the facts and outlives an erasure.
public struct Label: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of UTF-8, at the most.
    public static let maximumLength = 200

    /// The name.
    public let text: String

    /// A label; `nil` when it is empty, longer than ``maximumLength``, has control characters or space at an end.
    public init?(_ text: String) {
        var text = text
        guard text.withUTF8(Self.isLabel) else { return nil }
        self.text = text
    }

    /// A label that the program itself writes, and that is known to be one.
    init(known text: StaticString) {
        self.text = text.description
    }

    /// Whether both are the same to the byte.
    public static func == (left: Self, right: Self) -> Bool { left.text.isExactly(right.text) }

    private static func isLabel(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last, bytes.count <= maximumLength,
            first != UInt8(ascii: " "), last != UInt8(ascii: " ")
        else { return false }
        var previous: UInt8 = 0
        for byte in bytes {
            // Control characters (Unicode, general category Cc): U+0000 to U+001F, U+007F, and U+0080 to U+009F,
            // which in UTF-8 are C2 80 to C2 9F.
            if byte < 0x20 || byte == 0x7F || (previous == 0xC2 && byte < 0xA0) { return false }
            previous = byte
        }
        return true
    }

    /// The text.
    public var description: String { text }
}

extension Label: ColumnValue {
    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> Label {
        guard let text = json.string, let label = Label(text) else {
            throw RecordError(
                .invalidValue, at: path(),
                "must be a short name: 1 to \(maximumLength) bytes, no control characters, no space at an end")
        }
        return label
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON { .string(text) }

    /// Reads it from its column of the log; `nil` where the column is empty.
    /// - Throws: `RecordError` with the path, where the column holds something else.
    public static func read(_ flat: FlatFacts, at path: @autoclosure () -> String) throws(RecordError) -> Label? {
        guard let item = flat.item else { return nil }
        guard let label = Label(item) else { throw RecordError(.invalidValue, at: path(), "is no short name") }
        return label
    }

    /// Writes it into its column of the log.
    public func write(to flat: inout FlatFacts) { flat.item = text }
}
