/// Two ids are one person: the learner was entered twice, or came back under another id. Nothing is moved: each event
/// stays with its id, and readers take the ids together from then on.
///
/// The link has no direction and reaches on: who is linked to somebody linked is the same person too. It holds until an
/// ``IdentityUnlinked`` or a correction takes it back, and while neither of the two was erased.
public struct IdentityLinked: EventPayload {
    /// The kind of events with these facts.
    public static let kind = EventKind.identityLinked
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.required("reason")]

    /// The other id of the person.
    public var other: LearnerID

    /// The learner of the event and `other` are one person.
    public init(other: LearnerID) {
        self.other = other
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        other = try fields.required("other")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.put("other", other)
    }
}
