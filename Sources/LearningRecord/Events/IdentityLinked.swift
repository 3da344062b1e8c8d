/// Two ids are one person: the learner was entered twice, or came back under another id. Nothing is moved: each event
/// stays with its id, and readers take the ids together from then on.
///
/// The link has no direction and reaches on: who is linked to somebody linked is the same person too. It holds until an
/// ``IdentityUnlinked`` or a correction takes it back, and while neither of the two was erased.
public struct IdentityLinked: EventPayload {
    public static let kind = EventKind.identityLinked
    public static let words: [WordField] = [.required("reason")]

    /// The other id of the person.
    public var other: LearnerID

    /// The learner of the event and `other` are one person.
    public init(other: LearnerID) {
        self.other = other
    }

    public init(from fields: inout FieldReader) throws(RecordError) {
        other = try fields.required("other")
    }

    public func write(to fields: inout FieldWriter) {
        fields.put("other", other)
    }
}
