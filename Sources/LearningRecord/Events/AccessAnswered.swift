/// A request to see the learner's record was answered.
public struct AccessAnswered: EventPayload {
    /// How.
    public enum Answer: String, Choice {
        case shown
        case copyGiven = "copy-given"
        case withdrawn
        case declined
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.accessAnswered
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("note")]

    /// The request that is answered.
    public var request: EventID
    /// How.
    public var answer: Answer

    /// An answer.
    public init(request: EventID, answer: Answer) {
        self.request = request
        self.answer = answer
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        request = try fields.requiredColumn("request")
        answer = try fields.requiredColumn("answer")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("request", request)
        fields.putColumn("answer", answer)
    }
}
