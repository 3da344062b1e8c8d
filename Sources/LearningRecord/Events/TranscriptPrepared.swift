/// The learner prepared the transcript: chose highlights and wrote a statement. The newest one counts.
public struct TranscriptPrepared: EventPayload {
    /// Highlights, at the most.
    public static let maximumHighlights = 3

    /// The kind of events with these facts.
    public static let kind = EventKind.transcriptPrepared
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("statement")]

    /// The pieces of evidence that the learner wants seen first, in the learner's order.
    public var highlights: [EventID]

    /// The learner's choices.
    public init(highlights: [EventID]) {
        self.highlights = highlights
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        highlights = try fields.optional("highlights") ?? []
    }

    /// Refuses facts that contradict one another.
    /// - Throws: `RecordError`, which names the field.
    public func check() throws(RecordError) {
        try Limits.check(
            highlights, at: "facts.highlights", count: 0...Self.maximumHighlights, of: "pieces of evidence"
        ) { $0 }
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.put("highlights", highlights.isEmpty ? nil : highlights)
    }
}
