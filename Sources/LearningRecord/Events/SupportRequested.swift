/// A learner, a family or a teacher asked for a support.
public struct SupportRequested: EventPayload {
    /// The kind of events with these facts.
    public static let kind = EventKind.supportRequested
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("note")]

    /// What is asked for.
    public var support: Label
    /// What it should help with.
    public var competency: CompetencyID?

    /// A request.
    public init(support: Label, competency: CompetencyID? = nil) {
        self.support = support
        self.competency = competency
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        support = try fields.requiredColumn("support")
        competency = try fields.optionalColumn("competency")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("support", support)
        fields.putColumn("competency", competency)
    }
}
