/// A later transcript took the place of an earlier one.
public struct TranscriptSuperseded: EventPayload {
    /// The kind of events with these facts.
    public static let kind = EventKind.transcriptSuperseded
    /// Nothing is written with it.
    public static let words: [WordField] = []

    /// The earlier transcript: its ``TranscriptIssued`` event.
    public var transcript: EventID
    /// The later one.
    public var by: EventID

    /// `by` takes the place of `transcript`.
    public init(transcript: EventID, by: EventID) {
        self.transcript = transcript
        self.by = by
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        transcript = try fields.requiredColumn("transcript")
        by = try fields.required("by")
    }

    /// Refuses facts that contradict one another.
    /// - Throws: `RecordError`, which names the field.
    public func check() throws(RecordError) {
        guard by != transcript else {
            throw RecordError(.invalidValue, at: "facts.by", "must be another transcript")
        }
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("transcript", transcript)
        fields.put("by", by)
    }
}
