/// An opportunity was offered to a learner: a fact, so that who was never offered one can be counted.
public struct EnrichmentOffered: EventPayload {
    /// What sort of opportunity it is.
    public enum Form: String, Choice {
        case enrichment
        case acceleration
        case scaffold
        case support
    }

    /// Who began it.
    public enum Initiator: String, Choice {
        case teacher
        case family
        case learner
        case universalRule = "universal-rule"
    }

    /// The kind of events with these facts.
    public static let kind = EventKind.enrichmentOffered
    /// What people may write with it, and what they must.
    public static let words: [WordField] = [.optional("invitation")]

    /// What is offered.
    public var opportunity: Label
    /// What sort of opportunity it is.
    public var form: Form
    /// What it is about.
    public var competency: CompetencyID?
    /// Who began it.
    public var initiatedBy: Initiator
    /// The offer that it goes together with (an acceleration with its scaffold).
    public var pairedWith: EventID?

    /// An offer.
    public init(
        opportunity: Label, form: Form, competency: CompetencyID? = nil, initiatedBy: Initiator,
        pairedWith: EventID? = nil
    ) {
        self.opportunity = opportunity
        self.form = form
        self.competency = competency
        self.initiatedBy = initiatedBy
        self.pairedWith = pairedWith
    }

    /// Reads the facts from an event's fields.
    /// - Throws: `RecordError`, which names the field that is missing or wrong.
    public init(from fields: inout FieldReader) throws(RecordError) {
        opportunity = try fields.requiredColumn("opportunity")
        form = try fields.requiredColumn("form")
        competency = try fields.optionalColumn("competency")
        initiatedBy = try fields.required("initiatedBy")
        pairedWith = try fields.optionalColumn("pairedWith")
    }

    /// Writes the facts as fields; reading them gives the same facts.
    public func write(to fields: inout FieldWriter) {
        fields.putColumn("opportunity", opportunity)
        fields.putColumn("form", form)
        fields.putColumn("competency", competency)
        fields.put("initiatedBy", initiatedBy)
        fields.putColumn("pairedWith", pairedWith)
    }
}
