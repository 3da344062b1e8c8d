/// The kinds of events that a sample's file holds; most enrolments follow from its roster.
enum SampleKind: Int, CaseIterable {
    case attempt, evidence, mastery, masteryRevised, offered, answered, started, completed, supportRequested
    case supportProvided, goalSet, selfAssessed, correction, transcriptPrepared
    case enrolled, left, transcriptIssued, transcriptSuperseded, transcriptRevoked, disclosed, identityLinked
    case identityUnlinked

    /// The name of the event catalogue.
    var name: StaticString {
        switch self {
        case .attempt: "attempt"
        case .evidence: "evidence"
        case .mastery: "mastery"
        case .masteryRevised: "mastery-revised"
        case .offered: "enrichment-offered"
        case .answered: "enrichment-answered"
        case .started: "enrichment-started"
        case .completed: "enrichment-completed"
        case .supportRequested: "support-requested"
        case .supportProvided: "support-provided"
        case .goalSet: "goal-set"
        case .selfAssessed: "self-assessed"
        case .correction: "correction"
        case .transcriptPrepared: "transcript-prepared"
        case .enrolled: "enrolled"
        case .left: "left"
        case .transcriptIssued: "transcript-issued"
        case .transcriptSuperseded: "transcript-superseded"
        case .transcriptRevoked: "transcript-revoked"
        case .disclosed: "disclosed"
        case .identityLinked: "identity-linked"
        case .identityUnlinked: "identity-unlinked"
        }
    }
}
