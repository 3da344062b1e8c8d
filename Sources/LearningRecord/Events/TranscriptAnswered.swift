/// A request that the transcript be sent was answered.
public struct TranscriptAnswered: EventPayload {
    /// How.
    public enum Answer: String, Choice {
        case sent
        case declined
        case withdrawn
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.transcriptAnswered
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("note")]

    /// The request that is answered.
    public var request: EventID
    /// How.
    public var answer: Answer
    /// What was sent: its ``TranscriptIssued`` event.
    public var transcript: EventID?

    /// An answer.
    public init(request: EventID, answer: Answer, transcript: EventID? = nil) {
        self.request = request
        self.answer = answer
        self.transcript = transcript
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        request = try fields.requiredColumn("request")
        answer = try fields.requiredColumn("answer")
        transcript = try fields.optional("transcript")
    }

    /// Refuses facts that contradict one another.
    /// - Throws: `RecordError`, which names the field.
    public func check() throws(RecordError) {
        if transcript != nil, answer != .sent {
            throw RecordError(.invalidValue, at: "facts.transcript", "belongs to the answer sent")
        }
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("request", request)
        fields.putColumn("answer", answer)
        fields.put("transcript", transcript)
    }
}
