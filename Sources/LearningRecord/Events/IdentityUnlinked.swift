/// A link of two ids does not hold any more: they are not one person after all, or should not be taken together.
public struct IdentityUnlinked: EventPayload {
    /// The kind of events with these facts.
    public static let kind = EventKind.identityUnlinked
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.required("reason")]

    /// The link: an ``IdentityLinked`` event of the same learner.
    public var link: EventID

    /// `link` does not hold any more.
    public init(link: EventID) {
        self.link = link
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        link = try fields.requiredColumn("link")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("link", link)
    }
}
