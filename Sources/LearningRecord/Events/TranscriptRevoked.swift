/// A transcript no longer holds.
public struct TranscriptRevoked: EventPayload {
    /// The kind of events with these facts.
    public static let kind = EventKind.transcriptRevoked
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.required("reason")]

    /// The transcript: its ``TranscriptIssued`` event.
    public var transcript: EventID

    /// A revocation.
    public init(transcript: EventID) {
        self.transcript = transcript
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        transcript = try fields.requiredColumn("transcript")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("transcript", transcript)
    }
}
