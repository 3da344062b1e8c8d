/// What an event says happened: the facts of one of the kinds.
public enum Facts: Hashable, Sendable {
    case attempt(Attempt)
    case evidence(Evidence)
    case mastery(Mastery)
    case masteryRevised(MasteryRevised)
    case enrichmentOffered(EnrichmentOffered)
    case enrichmentAnswered(EnrichmentAnswered)
    case enrichmentStarted(EnrichmentStarted)
    case enrichmentCompleted(EnrichmentCompleted)
    case supportRequested(SupportRequested)
    case supportProvided(SupportProvided)
    case goalSet(GoalSet)
    case selfAssessed(SelfAssessed)
    case enrolled(Enrolled)
    case left(Left)
    case correction(Correction)
    case transcriptPrepared(TranscriptPrepared)
    case transcriptIssued(TranscriptIssued)
    case transcriptSuperseded(TranscriptSuperseded)
    case transcriptRevoked(TranscriptRevoked)
    case disclosed(Disclosed)
    case learnerErased(LearnerErased)
    case voiceHeard(VoiceHeard)
    case identityLinked(IdentityLinked)
    case identityUnlinked(IdentityUnlinked)
    case wordsDestroyed(WordsDestroyed)
    case accessRequested(AccessRequested)
    case accessAnswered(AccessAnswered)
    case retentionRun(RetentionRun)
    case transcriptRequested(TranscriptRequested)
    case transcriptAnswered(TranscriptAnswered)

    /// The facts themselves, whatever their kind.
    public var payload: any EventPayload {
        switch self {
        case .attempt(let facts): facts
        case .evidence(let facts): facts
        case .mastery(let facts): facts
        case .masteryRevised(let facts): facts
        case .enrichmentOffered(let facts): facts
        case .enrichmentAnswered(let facts): facts
        case .enrichmentStarted(let facts): facts
        case .enrichmentCompleted(let facts): facts
        case .supportRequested(let facts): facts
        case .supportProvided(let facts): facts
        case .goalSet(let facts): facts
        case .selfAssessed(let facts): facts
        case .enrolled(let facts): facts
        case .left(let facts): facts
        case .correction(let facts): facts
        case .transcriptPrepared(let facts): facts
        case .transcriptIssued(let facts): facts
        case .transcriptSuperseded(let facts): facts
        case .transcriptRevoked(let facts): facts
        case .disclosed(let facts): facts
        case .learnerErased(let facts): facts
        case .voiceHeard(let facts): facts
        case .identityLinked(let facts): facts
        case .identityUnlinked(let facts): facts
        case .wordsDestroyed(let facts): facts
        case .accessRequested(let facts): facts
        case .accessAnswered(let facts): facts
        case .retentionRun(let facts): facts
        case .transcriptRequested(let facts): facts
        case .transcriptAnswered(let facts): facts
        }
    }

    /// Which kind this is.
    public var kind: EventKind {
        switch self {
        case .attempt: .attempt
        case .evidence: .evidence
        case .mastery: .mastery
        case .masteryRevised: .masteryRevised
        case .enrichmentOffered: .enrichmentOffered
        case .enrichmentAnswered: .enrichmentAnswered
        case .enrichmentStarted: .enrichmentStarted
        case .enrichmentCompleted: .enrichmentCompleted
        case .supportRequested: .supportRequested
        case .supportProvided: .supportProvided
        case .goalSet: .goalSet
        case .selfAssessed: .selfAssessed
        case .enrolled: .enrolled
        case .left: .left
        case .correction: .correction
        case .transcriptPrepared: .transcriptPrepared
        case .transcriptIssued: .transcriptIssued
        case .transcriptSuperseded: .transcriptSuperseded
        case .transcriptRevoked: .transcriptRevoked
        case .disclosed: .disclosed
        case .learnerErased: .learnerErased
        case .voiceHeard: .voiceHeard
        case .identityLinked: .identityLinked
        case .identityUnlinked: .identityUnlinked
        case .wordsDestroyed: .wordsDestroyed
        case .accessRequested: .accessRequested
        case .accessAnswered: .accessAnswered
        case .retentionRun: .retentionRun
        case .transcriptRequested: .transcriptRequested
        case .transcriptAnswered: .transcriptAnswered
        }
    }

    /// Reads the facts of `kind`, and refuses fields that the kind does not have.
    ///
    /// What stands in the log was checked on its way in; ``LearningEvent/check()`` does that for whole events.
    public init(_ kind: EventKind, from fields: inout FieldReader) throws(RecordError) {
        switch kind {
        case .attempt: self = .attempt(try Attempt(from: &fields))
        case .evidence: self = .evidence(try Evidence(from: &fields))
        case .mastery: self = .mastery(try Mastery(from: &fields))
        case .masteryRevised: self = .masteryRevised(try MasteryRevised(from: &fields))
        case .enrichmentOffered: self = .enrichmentOffered(try EnrichmentOffered(from: &fields))
        case .enrichmentAnswered: self = .enrichmentAnswered(try EnrichmentAnswered(from: &fields))
        case .enrichmentStarted: self = .enrichmentStarted(try EnrichmentStarted(from: &fields))
        case .enrichmentCompleted: self = .enrichmentCompleted(try EnrichmentCompleted(from: &fields))
        case .supportRequested: self = .supportRequested(try SupportRequested(from: &fields))
        case .supportProvided: self = .supportProvided(try SupportProvided(from: &fields))
        case .goalSet: self = .goalSet(try GoalSet(from: &fields))
        case .selfAssessed: self = .selfAssessed(try SelfAssessed(from: &fields))
        case .enrolled: self = .enrolled(try Enrolled(from: &fields))
        case .left: self = .left(try Left(from: &fields))
        case .correction: self = .correction(try Correction(from: &fields))
        case .transcriptPrepared: self = .transcriptPrepared(try TranscriptPrepared(from: &fields))
        case .transcriptIssued: self = .transcriptIssued(try TranscriptIssued(from: &fields))
        case .transcriptSuperseded: self = .transcriptSuperseded(try TranscriptSuperseded(from: &fields))
        case .transcriptRevoked: self = .transcriptRevoked(try TranscriptRevoked(from: &fields))
        case .disclosed: self = .disclosed(try Disclosed(from: &fields))
        case .learnerErased: self = .learnerErased(try LearnerErased(from: &fields))
        case .voiceHeard: self = .voiceHeard(try VoiceHeard(from: &fields))
        case .identityLinked: self = .identityLinked(try IdentityLinked(from: &fields))
        case .identityUnlinked: self = .identityUnlinked(try IdentityUnlinked(from: &fields))
        case .wordsDestroyed: self = .wordsDestroyed(try WordsDestroyed(from: &fields))
        case .accessRequested: self = .accessRequested(try AccessRequested(from: &fields))
        case .accessAnswered: self = .accessAnswered(try AccessAnswered(from: &fields))
        case .retentionRun: self = .retentionRun(try RetentionRun(from: &fields))
        case .transcriptRequested: self = .transcriptRequested(try TranscriptRequested(from: &fields))
        case .transcriptAnswered: self = .transcriptAnswered(try TranscriptAnswered(from: &fields))
        }
        try fields.finish()
    }

    /// Writes the facts.
    public func write(to fields: inout FieldWriter) {
        switch self {
        case .attempt(let facts): facts.write(to: &fields)
        case .evidence(let facts): facts.write(to: &fields)
        case .mastery(let facts): facts.write(to: &fields)
        case .masteryRevised(let facts): facts.write(to: &fields)
        case .enrichmentOffered(let facts): facts.write(to: &fields)
        case .enrichmentAnswered(let facts): facts.write(to: &fields)
        case .enrichmentStarted(let facts): facts.write(to: &fields)
        case .enrichmentCompleted(let facts): facts.write(to: &fields)
        case .supportRequested(let facts): facts.write(to: &fields)
        case .supportProvided(let facts): facts.write(to: &fields)
        case .goalSet(let facts): facts.write(to: &fields)
        case .selfAssessed(let facts): facts.write(to: &fields)
        case .enrolled(let facts): facts.write(to: &fields)
        case .left(let facts): facts.write(to: &fields)
        case .correction(let facts): facts.write(to: &fields)
        case .transcriptPrepared(let facts): facts.write(to: &fields)
        case .transcriptIssued(let facts): facts.write(to: &fields)
        case .transcriptSuperseded(let facts): facts.write(to: &fields)
        case .transcriptRevoked(let facts): facts.write(to: &fields)
        case .disclosed(let facts): facts.write(to: &fields)
        case .learnerErased(let facts): facts.write(to: &fields)
        case .voiceHeard(let facts): facts.write(to: &fields)
        case .identityLinked(let facts): facts.write(to: &fields)
        case .identityUnlinked(let facts): facts.write(to: &fields)
        case .wordsDestroyed(let facts): facts.write(to: &fields)
        case .accessRequested(let facts): facts.write(to: &fields)
        case .accessAnswered(let facts): facts.write(to: &fields)
        case .retentionRun(let facts): facts.write(to: &fields)
        case .transcriptRequested(let facts): facts.write(to: &fields)
        case .transcriptAnswered(let facts): facts.write(to: &fields)
        }
    }

    /// The flat form.
    public var flat: FlatFacts { FieldWriter.flat { write(to: &$0) } }
}
