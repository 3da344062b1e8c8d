/// The facts of one kind of event: its fields, their names in JSON, the words that may stand beside them.
///
/// To add a kind: one file in this folder with a type that conforms, one case in ``EventKind`` and one in ``Facts``,
/// one schema file in `Docs/schemas/events`.
public protocol EventPayload: Hashable, Sendable {
    /// Which kind this is.
    static var kind: EventKind { get }
    /// The words that may stand in an event of this kind, and those that must.
    static var words: [WordField] { get }
    /// Reads the fields; asks for every name that the kind has.
    init(from fields: inout FieldReader) throws(RecordError)
    /// Writes the fields.
    func write(to fields: inout FieldWriter)
    /// Refuses facts that no event of the kind may state, however they were made: read or built.
    func check() throws(RecordError)
    /// The facts of an event that was stored in an older version of the kind, as the next version has them: pure, and
    /// total over what that version allowed. The log is never rewritten; this runs whenever such an event is read.
    static func upcast(_ facts: FlatFacts, from version: Int16) throws(RecordError) -> FlatFacts
}

extension EventPayload {
    /// A kind that never changed its shape has no older version.
    public static func upcast(_ facts: FlatFacts, from version: Int16) throws(RecordError) -> FlatFacts {
        throw RecordError(.unknownVersion, at: "version", "\(kind.name) has no version \(version) here")
    }

    /// The facts of an event that was stored in some version, as `current` has them: one step after the other.
    /// - Throws: `RecordError` with the code `.unknownVersion` for a version that was never written, or that only a newer
    ///   program knows.
    public static func upcast(
        _ facts: FlatFacts, from version: Int16, to current: Int16
    ) throws(RecordError) -> FlatFacts {
        guard version >= 1, version <= current else {
            let advice = version > current ? ": use a newer Waymark" : " here"
            throw RecordError(.unknownVersion, at: "version", "\(kind.name) has no version \(version)\(advice)")
        }
        var facts = facts
        for step in version..<current { facts = try upcast(facts, from: step) }
        return facts
    }

    /// Takes all that the types of the fields take.
    public func check() throws(RecordError) {}
}

/// One of the texts that a person may write in an event. Words are sealed with the learner's key.
public struct WordField: Hashable, Sendable {
    /// The name in JSON.
    public let name: String
    /// Whether an event without it is refused.
    public let isRequired: Bool
    /// Bytes of UTF-8 that the text may have.
    public let limit: Int

    /// A text that may be left out.
    public static func optional(_ name: String, limit: Int = Words.maximumLength) -> WordField {
        WordField(name: name, isRequired: false, limit: limit)
    }
    /// A text that must be there.
    public static func required(_ name: String) -> WordField {
        WordField(name: name, isRequired: true, limit: Words.maximumLength)
    }
}
