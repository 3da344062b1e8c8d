import LearningRecord

/// Which kinds of events may be recorded by whom. What the learner and the family say is theirs to say; what a school
/// decides is decided by those who teach the learner; transcripts are the registrar's.
enum Recording {
    /// Whether somebody with this relationship to the learner may record an event of this kind.
    static func isOpen(_ kind: EventKind, to relationship: Relationship) -> Bool {
        switch relationship {
        case .own: ofLearner.contains(kind)
        case .family: ofFamily.contains(kind)
        case .teacher: ofTeacher.contains(kind)
        case .registrar: ofRegistrar.contains(kind)
        case .system: !ofWaymark.contains(kind)
        case .principal, .opening: false
        }
    }

    /// Whether somebody with this relationship may say what an event says, where its kind is open to them: a request is
    /// taken back by those who make them, and answered by the registrar.
    static func isOpen(_ facts: Facts, to relationship: Relationship) -> Bool {
        guard case .transcriptAnswered(let answer) = facts else { return true }
        return switch relationship {
        case .own, .family: answer.answer == .withdrawn
        case .registrar: answer.answer != .withdrawn
        case .teacher, .principal, .opening, .system: true
        }
    }

    private static let ofLearner: Set<EventKind> = [
        .attempt, .evidence, .goalSet, .selfAssessed, .supportRequested, .enrichmentAnswered, .voiceHeard,
        .transcriptPrepared, .transcriptRequested, .transcriptAnswered, .accessRequested, .correction,
    ]
    private static let ofFamily: Set<EventKind> = [
        .evidence, .supportRequested, .enrichmentAnswered, .voiceHeard, .transcriptRequested, .transcriptAnswered,
        .accessRequested, .correction,
    ]
    private static let ofTeacher: Set<EventKind> = [
        .attempt, .evidence, .mastery, .masteryRevised, .enrichmentOffered, .enrichmentAnswered, .enrichmentStarted,
        .enrichmentCompleted, .supportRequested, .supportProvided, .goalSet, .voiceHeard, .correction,
    ]
    private static let ofRegistrar: Set<EventKind> = [
        .transcriptPrepared, .transcriptRequested, .transcriptAnswered, .transcriptIssued, .transcriptSuperseded,
        .transcriptRevoked, .disclosed, .accessRequested, .accessAnswered, .enrolled, .left, .identityLinked,
        .identityUnlinked, .correction,
    ]
    /// What Waymark alone says of itself, when it has done it.
    private static let ofWaymark: Set<EventKind> = [.learnerErased, .wordsDestroyed, .retentionRun]
}
