/// The kinds of learning events. The raw value is the number under which the log stores a kind: never reused.
public enum EventKind: Int16, Sendable, CaseIterable, Hashable {
    case attempt = 1
    case evidence = 2
    case mastery = 3
    case masteryRevised = 4
    case enrichmentOffered = 5
    case enrichmentAnswered = 6
    case enrichmentStarted = 7
    case enrichmentCompleted = 8
    case supportRequested = 9
    case supportProvided = 10
    case goalSet = 11
    case selfAssessed = 12
    case enrolled = 13
    case left = 14
    case correction = 15
    case transcriptPrepared = 16
    case transcriptIssued = 17
    case transcriptSuperseded = 18
    case transcriptRevoked = 19
    case disclosed = 20
    case learnerErased = 21
    case voiceHeard = 22
    case identityLinked = 23
    case identityUnlinked = 24
    case wordsDestroyed = 25
    case accessRequested = 26
    case accessAnswered = 27
    case retentionRun = 28
    case transcriptRequested = 29
    case transcriptAnswered = 30

    /// The name in JSON, in tables and in talk.
    public var name: String {
        switch self {
        case .attempt: "attempt"
        case .evidence: "evidence"
        case .mastery: "mastery"
        case .masteryRevised: "mastery-revised"
        case .enrichmentOffered: "enrichment-offered"
        case .enrichmentAnswered: "enrichment-answered"
        case .enrichmentStarted: "enrichment-started"
        case .enrichmentCompleted: "enrichment-completed"
        case .supportRequested: "support-requested"
        case .supportProvided: "support-provided"
        case .goalSet: "goal-set"
        case .selfAssessed: "self-assessed"
        case .enrolled: "enrolled"
        case .left: "left"
        case .correction: "correction"
        case .transcriptPrepared: "transcript-prepared"
        case .transcriptIssued: "transcript-issued"
        case .transcriptSuperseded: "transcript-superseded"
        case .transcriptRevoked: "transcript-revoked"
        case .disclosed: "disclosed"
        case .learnerErased: "learner-erased"
        case .voiceHeard: "voice-heard"
        case .identityLinked: "identity-linked"
        case .identityUnlinked: "identity-unlinked"
        case .wordsDestroyed: "words-destroyed"
        case .accessRequested: "access-requested"
        case .accessAnswered: "access-answered"
        case .retentionRun: "retention-run"
        case .transcriptRequested: "transcript-requested"
        case .transcriptAnswered: "transcript-answered"
        }
    }

    /// The kind with this name.
    public init?(name: String) {
        guard let kind = Self.byName[name] else { return nil }
        self = kind
    }

    /// The version of the kind's fields that is written today.
    public var version: Int16 { 1 }

    /// The type that holds the kind's facts: the registry of kinds.
    public var payload: any EventPayload.Type {
        switch self {
        case .attempt: Attempt.self
        case .evidence: Evidence.self
        case .mastery: Mastery.self
        case .masteryRevised: MasteryRevised.self
        case .enrichmentOffered: EnrichmentOffered.self
        case .enrichmentAnswered: EnrichmentAnswered.self
        case .enrichmentStarted: EnrichmentStarted.self
        case .enrichmentCompleted: EnrichmentCompleted.self
        case .supportRequested: SupportRequested.self
        case .supportProvided: SupportProvided.self
        case .goalSet: GoalSet.self
        case .selfAssessed: SelfAssessed.self
        case .enrolled: Enrolled.self
        case .left: Left.self
        case .correction: Correction.self
        case .transcriptPrepared: TranscriptPrepared.self
        case .transcriptIssued: TranscriptIssued.self
        case .transcriptSuperseded: TranscriptSuperseded.self
        case .transcriptRevoked: TranscriptRevoked.self
        case .disclosed: Disclosed.self
        case .learnerErased: LearnerErased.self
        case .voiceHeard: VoiceHeard.self
        case .identityLinked: IdentityLinked.self
        case .identityUnlinked: IdentityUnlinked.self
        case .wordsDestroyed: WordsDestroyed.self
        case .accessRequested: AccessRequested.self
        case .accessAnswered: AccessAnswered.self
        case .retentionRun: RetentionRun.self
        case .transcriptRequested: TranscriptRequested.self
        case .transcriptAnswered: TranscriptAnswered.self
        }
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
