/// A learner, a family or a teacher asked for a support.
public struct SupportRequested: EventPayload {
    public static let kind = EventKind.supportRequested
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

    public init(from fields: inout FieldReader) throws(RecordError) {
        support = try fields.requiredColumn("support")
        competency = try fields.optionalColumn("competency")
    }

    public func write(to fields: inout FieldWriter) {
        fields.putColumn("support", support)
        fields.putColumn("competency", competency)
    }
}
