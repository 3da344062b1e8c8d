/// The learner or the family answered an offer.
public struct EnrichmentAnswered: EventPayload {
    /// The answer.
    public enum Answer: String, Choice {
        case accepted
        case declined
    }

    public static let kind = EventKind.enrichmentAnswered
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

    public init(from fields: inout FieldReader) throws(RecordError) {
        offer = try fields.requiredColumn("offer")
        answer = try fields.requiredColumn("answer")
    }

    public func write(to fields: inout FieldWriter) {
        fields.putColumn("offer", offer)
        fields.putColumn("answer", answer)
    }
}
