public import LearningRecord

/// What a learner can show to a reader outside: what is demonstrated, in what contexts, decided when and how; what the
/// learner chose to put first; and the transcripts that were issued.
///
/// It reads no attempts, no supports, no goals and no groups, so that none can leak into a document.
public enum Transcript: StateProjection {
    /// What is kept of one learner.
    public struct State: LearnerState {
        /// The decisions about each competency, by position.
        public var decisions = IdentifierMap<CompetencySubject, [Decision]>()
        /// Every piece of evidence: when, and in which context.
        public var evidence = IdentifierMap<EventSubject, Shown>()
        /// The newest choices of the learner.
        public var choices: Choices?
        /// The transcripts issued.
        public var issues = IdentifierMap<EventSubject, Issue>()
        /// The newest word on each transcript that another took the place of it.
        public var superseded = IdentifierMap<EventSubject, Moment>()
        /// The earliest revocation of each transcript.
        public var revoked = IdentifierMap<EventSubject, Moment>()

        /// The state of a learner of whom nothing is known yet.
        public init() {}
    }

    /// A piece of evidence.
    public struct Shown: Equatable, Sendable {
        /// When.
        public var moment: Moment
        /// In which context.
        public var context: String?
    }

    /// What the learner chose.
    public struct Choices: Equatable, Sendable {
        /// When.
        public var moment: Moment
        /// The pieces of evidence to show first, in the learner's order.
        public var highlights: [EventID]
    }

    /// A transcript that was issued.
    public struct Issue: Equatable, Sendable {
        /// When.
        public var moment: Moment
        /// The digest of the document.
        public var digest: Digest
        /// The position of the log that it was built from.
        public var asOf: Int64
        /// The place in the status list.
        public var statusIndex: Int64
    }

    /// The name, in the registry and on the command line.
    public static let name = "transcript"
    /// The version of the fold: raised whenever the same events give other rows.
    public static let version: Int32 = 2
    /// The kinds of events that it reads.
    public static let kinds: Set<EventKind> = [
        .evidence, .mastery, .masteryRevised, .transcriptPrepared, .transcriptIssued, .transcriptSuperseded,
        .transcriptRevoked,
    ]
    /// The tables that it fills, in the order of its rows' `table`.
    public static let tables = [TranscriptLine.table, TranscriptChoices.table, TranscriptIssue.table]

    /// Takes in one event that counts.
    public static func fold(_ state: inout State, _ recorded: RecordedEvent) {
        let moment = recorded.moment
        switch recorded.event.facts {
        case .evidence(let evidence):
            state.evidence[recorded.event.id] = Shown(moment: moment, context: evidence.context?.text)
        case .mastery(let mastery):
            state.add(Decision(mastery, recorded), about: mastery.competency)
        case .masteryRevised(let revision):
            state.add(Decision(revision, recorded), about: revision.competency)
        case .transcriptPrepared(let prepared):
            if let known = state.choices, known.moment > moment { return }
            state.choices = Choices(moment: moment, highlights: prepared.highlights)
        case .transcriptIssued(let issued):
            state.issues[recorded.event.id] = Issue(
                moment: moment, digest: issued.digest, asOf: issued.asOf, statusIndex: issued.statusIndex)
        case .transcriptSuperseded(let superseded):
            state.superseded[superseded.transcript] = .newest(state.superseded[superseded.transcript], moment)
        case .transcriptRevoked(let revoked):
            state.revoked[revoked.transcript] = .earliest(state.revoked[revoked.transcript], moment)
        default:
            break
        }
    }

    /// The rows of a learner in this state.
    public static func rows(_ state: State) -> [TranscriptRow] {
        var rows: [TranscriptRow] = state.decisions.compactMap { entry in
            TranscriptLine(competency: entry.key, decisions: entry.value, evidence: state.evidence).map { .line($0) }
        }
        if let choices = state.choices { rows.append(.choices(TranscriptChoices(choices, evidence: state.evidence))) }
        rows += state.issues.sorted { $0.value.moment.position < $1.value.moment.position }.map { entry in
            .issue(
                TranscriptIssue(
                    id: entry.key, entry.value, superseded: state.superseded[entry.key],
                    revoked: state.revoked[entry.key]))
        }
        return rows
    }
}
