/// Somebody asked to see the learner's record. Nothing of it is destroyed until the request is answered (34 CFR
/// 99.10(e)), and it is answered within 45 days (99.10(b)).
public struct AccessRequested: EventPayload {
    /// Who asks.
    public enum Requester: String, Choice {
        case family
        case learner
        case representative
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.accessRequested
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("note")]

    /// Days in which a request is to be answered (34 CFR 99.10(b)).
    public static let daysToAnswer: Int32 = 45

    /// Who asks.
    public var requester: Requester

    /// A request.
    public init(requester: Requester) {
        self.requester = requester
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        requester = try fields.requiredColumn("requester")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("requester", requester)
    }
}
