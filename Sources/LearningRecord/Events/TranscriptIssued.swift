/// A transcript was issued, as the log stood at a position.
///
/// The document itself stands in the words, sealed with the learner's key: so it can be given out again as it was,
/// whatever has changed since, and is gone with the key.
public struct TranscriptIssued: EventPayload {
    /// The kind of events with these facts.
    public static let kind = EventKind.transcriptIssued
    /// Bytes of a document, at the most.
    public static let longestDocument = 2_000_000
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("document", limit: longestDocument)]

    /// The digest of the document that was given out.
    public var digest: Digest
    /// The position of the log that it was built from.
    public var asOf: Int64
    /// The place in the status list where a reader sees whether it still holds.
    public var statusIndex: Int64

    /// A transcript.
    public init(digest: Digest, asOf: Int64, statusIndex: Int64) {
        self.digest = digest
        self.asOf = asOf
        self.statusIndex = statusIndex
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        digest = try fields.required("digest")
        asOf = try fields.required("asOf")
        statusIndex = try fields.required("statusIndex")
    }

    /// Refuses facts that contradict one another.
    /// - Throws: `RecordError`, which names the field.
    public func check() throws(RecordError) {
        for (name, number) in [("asOf", asOf), ("statusIndex", statusIndex)] where number < 0 {
            throw RecordError(.invalidValue, at: "facts.\(name)", "must be a whole number, not negative")
        }
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.put("digest", digest)
        fields.put("asOf", asOf)
        fields.put("statusIndex", statusIndex)
    }
}
