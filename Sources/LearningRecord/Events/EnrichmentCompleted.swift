/// The learner completed what was offered.
public struct EnrichmentCompleted: EventPayload {
    public static let kind = EventKind.enrichmentCompleted
    public static let words: [WordField] = [.optional("reason")]

    /// The offer that the learner completed.
    public var offer: EventID

    /// An event about `offer`.
    public init(offer: EventID) {
        self.offer = offer
    }

    public init(from fields: inout FieldReader) throws(RecordError) {
        offer = try fields.requiredColumn("offer")
    }

    public func write(to fields: inout FieldWriter) {
        fields.putColumn("offer", offer)
    }
}
