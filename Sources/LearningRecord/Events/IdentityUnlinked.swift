/// A link of two ids does not hold any more: they are not one person after all, or should not be taken together.
public struct IdentityUnlinked: EventPayload {
    public static let kind = EventKind.identityUnlinked
    public static let words: [WordField] = [.required("reason")]

    /// The link: an ``IdentityLinked`` event of the same learner.
    public var link: EventID

    /// `link` does not hold any more.
    public init(link: EventID) {
        self.link = link
    }

    public init(from fields: inout FieldReader) throws(RecordError) {
        link = try fields.requiredColumn("link")
    }

    public func write(to fields: inout FieldWriter) {
        fields.putColumn("link", link)
    }
}
