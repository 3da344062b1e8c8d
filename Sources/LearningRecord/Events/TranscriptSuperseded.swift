/// A later transcript took the place of an earlier one.
public struct TranscriptSuperseded: EventPayload {
    public static let kind = EventKind.transcriptSuperseded
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

    public init(from fields: inout FieldReader) throws(RecordError) {
        transcript = try fields.requiredColumn("transcript")
        by = try fields.required("by")
    }

    public func check() throws(RecordError) {
        guard by != transcript else {
            throw RecordError(.invalidValue, at: "facts.by", "must be another transcript")
        }
    }

    public func write(to fields: inout FieldWriter) {
        fields.putColumn("transcript", transcript)
        fields.put("by", by)
    }
}
