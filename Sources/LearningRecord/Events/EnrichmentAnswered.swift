/// The learner or the family answered an offer.
public struct EnrichmentAnswered: EventPayload {
    /// The answer.
    public enum Answer: String, Choice {
        case accepted
        case declined
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.enrichmentAnswered
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("reason")]

    /// The offer that is answered.
    public var offer: EventID
    /// The answer.
    public var answer: Answer

    /// An answer.
    public init(offer: EventID, answer: Answer) {
        self.offer = offer
        self.answer = answer
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        offer = try fields.requiredColumn("offer")
        answer = try fields.requiredColumn("answer")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("offer", offer)
        fields.putColumn("answer", answer)
    }
}
