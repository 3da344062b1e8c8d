/// The learner began what was offered.
public struct EnrichmentStarted: EventPayload {
    /// The kind of events with these facts.
    public static let kind = EventKind.enrichmentStarted
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("reason")]

    /// The offer that the learner began.
    public var offer: EventID

    /// An event about `offer`.
    public init(offer: EventID) {
        self.offer = offer
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        offer = try fields.requiredColumn("offer")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("offer", offer)
    }
}
