/// A support was given to a learner.
public struct SupportProvided: EventPayload {
    /// The kind of events with these facts.
    public static let kind = EventKind.supportProvided
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("note")]

    /// What was given.
    public var support: Label
    /// What it helps with.
    public var competency: CompetencyID?
    /// The request that it meets.
    public var request: EventID?

    /// A support given.
    public init(support: Label, competency: CompetencyID? = nil, request: EventID? = nil) {
        self.support = support
        self.competency = competency
        self.request = request
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        support = try fields.requiredColumn("support")
        competency = try fields.optionalColumn("competency")
        request = try fields.optionalColumn("request")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("support", support)
        fields.putColumn("competency", competency)
        fields.putColumn("request", request)
    }
}
