import LearningRecord

extension Facts {
    /// The same facts with every event they name replaced by what `resolve` answers for it.
    ///
    /// An event that was corrected by a replacement lives on in it: an end of an enrolment, an answer, a decision that
    /// cites it mean the replacement from then on. Corrections themselves keep what they name.
    func resolvingReferences(_ resolve: (EventID) -> EventID) -> Facts {
        switch self {
        case .attempt(var facts):
            facts.revises = facts.revises.map(resolve)
            return .attempt(facts)
        case .mastery(var facts):
            facts.evidence = facts.evidence.map(resolve)
            if let rating = facts.secondRating { facts.secondRating?.id = resolve(rating.id) }
            return .mastery(facts)
        case .masteryRevised(var facts):
            facts.revises = resolve(facts.revises)
            return .masteryRevised(facts)
        case .enrichmentOffered(var facts):
            facts.pairedWith = facts.pairedWith.map(resolve)
            return .enrichmentOffered(facts)
        case .enrichmentAnswered(var facts):
            facts.offer = resolve(facts.offer)
            return .enrichmentAnswered(facts)
        case .enrichmentStarted(var facts):
            facts.offer = resolve(facts.offer)
            return .enrichmentStarted(facts)
        case .enrichmentCompleted(var facts):
            facts.offer = resolve(facts.offer)
            return .enrichmentCompleted(facts)
        case .supportProvided(var facts):
            facts.request = facts.request.map(resolve)
            return .supportProvided(facts)
        case .left(var facts):
            facts.enrolment = resolve(facts.enrolment)
            return .left(facts)
        case .transcriptPrepared(var facts):
            facts.highlights = facts.highlights.map(resolve)
            return .transcriptPrepared(facts)
        case .transcriptSuperseded(var facts):
            facts.transcript = resolve(facts.transcript)
            facts.by = resolve(facts.by)
            return .transcriptSuperseded(facts)
        case .transcriptRevoked(var facts):
            facts.transcript = resolve(facts.transcript)
            return .transcriptRevoked(facts)
        case .disclosed(var facts):
            facts.transcript = facts.transcript.map(resolve)
            return .disclosed(facts)
        case .voiceHeard(var facts):
            facts.decision = resolve(facts.decision)
            return .voiceHeard(facts)
        case .identityUnlinked(var facts):
            facts.link = resolve(facts.link)
            return .identityUnlinked(facts)
        case .accessAnswered(var facts):
            facts.request = resolve(facts.request)
            return .accessAnswered(facts)
        case .transcriptAnswered(var facts):
            facts.request = resolve(facts.request)
            facts.transcript = facts.transcript.map(resolve)
            return .transcriptAnswered(facts)
        case .evidence, .supportRequested, .goalSet, .selfAssessed, .enrolled, .correction, .transcriptIssued,
            .learnerErased, .identityLinked, .wordsDestroyed, .accessRequested, .retentionRun, .transcriptRequested:
            return self
        }
    }
}
