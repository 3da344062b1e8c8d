/// A transcript no longer holds.
public struct TranscriptRevoked: EventPayload {
    public static let kind = EventKind.transcriptRevoked
    public static let words: [WordField] = [.required("reason")]

    /// The transcript: its ``TranscriptIssued`` event.
    public var transcript: EventID

    /// A revocation.
    public init(transcript: EventID) {
        self.transcript = transcript
    }

    public init(from fields: inout FieldReader) throws(RecordError) {
        transcript = try fields.requiredColumn("transcript")
    }

    public func write(to fields: inout FieldWriter) {
        fields.putColumn("transcript", transcript)
    }
}
