/// The learner or the family asked that the transcript be sent to a reader. It stays open until it is answered.
public struct TranscriptRequested: EventPayload {
    /// The kind of events with these facts.
    public static let kind = EventKind.transcriptRequested
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.required("recipient"), .optional("note")]

    /// What sort of reader it is to go to.
    public var recipientClass: Disclosed.RecipientClass

    /// A request.
    public init(recipientClass: Disclosed.RecipientClass) {
        self.recipientClass = recipientClass
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        recipientClass = try fields.requiredColumn("recipientClass")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("recipientClass", recipientClass)
    }
}
