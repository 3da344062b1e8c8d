public import LearningRecord

/// Where a learner stands with each competency: what is demonstrated and who says what of it, where they are growing, on
/// which evidence, what they aim at.
public enum Continuum: StateProjection {
    /// What is kept of one learner.
    public struct State: LearnerState {
        /// What is known of each competency.
        public var competencies = IdentifierMap<CompetencySubject, CompetencyNotes>()
        /// Every piece of evidence, since any later decision may cite it.
        public var evidence = IdentifierMap<EventSubject, Moment>()

        /// The state of a learner of whom nothing is known yet.
        public init() {}

        /// Reads a stored state.
        /// - Throws: `StateError` where the bytes are not those of one.
        public init(from reader: inout StateReader) throws(StateError) {
            competencies = try reader.map { reader throws(StateError) in try CompetencyNotes(from: &reader) }
            evidence = try reader.map { reader throws(StateError) in try reader.moment() }
        }

        /// Writes the state as bytes; equal states have equal bytes.
        public func write(to writer: inout StateWriter) {
            writer.put(competencies) { $1.write(to: &$0) }
            writer.put(evidence) { $0.put($1) }
        }
    }

    /// The name, in the registry and on the command line.
    public static let name = "continuum"
    /// The version of the fold: raised whenever the same events give other rows.
    public static let version: Int32 = 2
    /// The kinds of events that it reads.
    public static let kinds: Set<EventKind> = [
        .attempt, .evidence, .mastery, .masteryRevised, .goalSet, .selfAssessed, .voiceHeard,
    ]
    /// The tables that it fills, in the order of its rows' `table`.
    public static let tables = [ContinuumRow.table]

    /// Takes in one event that counts.
    public static func fold(_ state: inout State, _ recorded: RecordedEvent) {
        let moment = recorded.moment
        switch recorded.event.facts {
        case .attempt(let attempt):
            for competency in attempt.competencies {
                state.competencies[competency, default: .init()].addAttempt(moment)
            }
        case .evidence(let evidence):
            state.evidence[recorded.event.id] = moment
            for claim in evidence.claims {
                state.competencies[claim.competency, default: .init()].add(
                    EvidencePiece(claim, of: evidence, at: moment))
            }
        case .mastery(let mastery):
            state.competencies[mastery.competency, default: .init()].add(Decision(mastery, recorded))
        case .masteryRevised(let revision):
            state.competencies[revision.competency, default: .init()].add(Decision(revision, recorded))
        case .goalSet(let goal):
            state.competencies[goal.competency, default: .init()].addGoal(.init(level: goal.level, moment: moment))
        case .selfAssessed(let view):
            state.competencies[view.competency, default: .init()].addSelfView(.init(level: view.level, moment: moment))
        case .voiceHeard(let heard):
            state.competencies[heard.competency, default: .init()].add(
                LaterVoice(decision: heard.decision, speaker: heard.speaker, voice: heard.voice, moment: moment))
        default:
            break
        }
    }

    /// The rows of a learner in this state.
    public static func rows(_ state: State) -> [ContinuumRow] {
        let (ids, notes) = (state.competencies.keys, state.competencies.values)
        return ids.indices.map { ContinuumRow(competency: ids[$0], notes: notes[$0], evidence: state.evidence) }
    }
}
