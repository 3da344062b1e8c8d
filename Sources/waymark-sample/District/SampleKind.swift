/// The kinds of events that a sample's file holds; enrolments follow from its roster.
enum SampleKind: Int, CaseIterable {
    case attempt, evidence, mastery, masteryRevised, offered, answered, started, completed, supportRequested
    case supportProvided, goalSet, selfAssessed, correction, transcriptPrepared

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
        }
    }
}
