import LearningRecord
import ReferenceData

/// What an event says, in one sentence for people: names in the place of identifiers, levels by their words.
struct EventSentence {
    let names: ReferenceNames
    /// The learner's events by id, for those that speak of another one.
    let events: [EventID: LearningEvent]

    /// The sentence.
    func tell(_ event: LearningEvent) -> String {
        switch event.facts {
        case .attempt(let facts): attempt(facts)
        case .evidence(let facts): evidence(facts)
        case .mastery(let facts): mastery(facts)
        case .masteryRevised(let facts):
            "a decision was revised: \(competency(facts.competency)) at “\(names.name(of: facts.level, in: facts.competency))”"
        case .enrichmentOffered, .enrichmentAnswered, .enrichmentStarted, .enrichmentCompleted:
            opportunity(event.facts)
        case .supportRequested(let facts): "asked for “\(facts.support)”\(about(facts.competency))"
        case .supportProvided(let facts): "was given “\(facts.support)”\(about(facts.competency))"
        case .goalSet(let facts):
            "aims at “\(names.name(of: facts.level, in: facts.competency))” in \(competency(facts.competency))"
        case .selfAssessed(let facts):
            "feels at “\(names.name(of: facts.level, in: facts.competency))” in \(competency(facts.competency))"
        case .voiceHeard(let facts):
            "the \(facts.speaker.rawValue) \(facts.voice.rawValue) with the decision on \(competency(facts.competency))"
        case .enrolled(let facts): enrolled(facts, in: event)
        case .left(let facts): "left \(place(of: facts.enrolment)) on \(facts.on)"
        case .correction(let facts): correction(facts)
        case .transcriptPrepared, .transcriptIssued, .transcriptSuperseded, .transcriptRevoked, .disclosed:
            transcript(event.facts)
        case .learnerErased(let facts): "the words were erased (\(facts.basis.rawValue))"
        case .identityLinked(let facts): "was found to be one person with \(facts.other)"
        case .identityUnlinked(let facts): unlinked(facts)
        case .wordsDestroyed(let facts): "the words were destroyed (\(facts.basis.rawValue))"
        case .accessRequested(let facts): "asked to see the record (\(facts.requester.rawValue))"
        case .accessAnswered(let facts):
            "the request to see the record was answered (\(facts.answer.rawValue.replacing("-", with: " ")))"
        case .transcriptRequested(let facts):
            "asked that the transcript be sent (\(facts.recipientClass.rawValue.replacing("-", with: " ")))"
        case .transcriptAnswered(let facts):
            "the request that the transcript be sent was answered (\(facts.answer.rawValue))"
        case .retentionRun(let facts): "the retention schedule was carried out (version \(facts.schedule))"
        }
    }

    private func attempt(_ facts: Attempt) -> String {
        let outcome =
            switch facts.outcome {
            case .demonstrated: ": shown"
            case .notYet: ": not yet"
            case .unjudged: ""
            }
        let supports =
            facts.supports.isEmpty ? "" : ", with " + facts.supports.map { "“\($0)”" }.joined(separator: ", ")
        return "tried “\(facts.task)” on \(list(facts.competencies))\(supports)\(outcome)"
    }

    private func evidence(_ facts: Evidence) -> String {
        let claims = facts.claims.map { claim in
            "\(competency(claim.competency)) at “\(names.name(of: claim.level, in: claim.competency))”"
        }
        let task = facts.task.map { " from “\($0)”" } ?? ""
        let context = facts.context.map { " in “\($0)”" } ?? ""
        return "\(facts.form.rawValue)\(task)\(context): speaks to \(claims.joined(separator: "; "))"
    }

    private func mastery(_ facts: Mastery) -> String {
        let version = ReferenceNames.FrameworkVersion(framework: facts.framework, version: facts.frameworkVersion)
        let level = names.name(
            of: facts.level, in: facts.competency, version: version, criterion: facts.criterion)
        return "demonstrated \(competency(facts.competency)) at “\(level)”"
    }

    private func opportunity(_ facts: Facts) -> String {
        switch facts {
        case .enrichmentOffered(let facts):
            let initiator = facts.initiatedBy.rawValue.replacing("-", with: " ")
            return
                "offered “\(facts.opportunity)” (\(facts.form.rawValue), begun by \(initiator))\(about(facts.competency))"
        case .enrichmentAnswered(let facts): return "\(facts.answer.rawValue) \(offer(facts.offer))"
        case .enrichmentStarted(let facts): return "started \(offer(facts.offer))"
        case .enrichmentCompleted(let facts): return "completed \(offer(facts.offer))"
        default: return ""
        }
    }

    private func offer(_ id: EventID) -> String {
        guard case .enrichmentOffered(let facts)? = events[id]?.facts else { return "an offer" }
        return "“\(facts.opportunity)”"
    }

    private func enrolled(_ facts: Enrolled, in event: LearningEvent) -> String {
        let until = facts.to.map { " to \($0)" } ?? ""
        return "enrolled in \(place(event)) from \(facts.from)\(until)"
    }

    private func place(of enrolment: EventID) -> String {
        events[enrolment].map(place) ?? "a section"
    }

    private func place(_ event: LearningEvent) -> String {
        let section = event.section.flatMap { names.sections[$0] }.map { "“\($0)”" }
        let school = event.school.flatMap { names.schools[$0] }
        return [section, school].compactMap(\.self).joined(separator: ", ").nonEmpty ?? "a school without a name here"
    }

    private func correction(_ facts: Correction) -> String {
        let corrected = events[facts.corrects]
        let what = corrected.map { "the \($0.kind.name) of \($0.occurredAt.date)" } ?? "an event"
        return facts.action == .void ? "took back \(what)" : "put another in the place of \(what)"
    }

    private func transcript(_ facts: Facts) -> String {
        switch facts {
        case .transcriptPrepared: "prepared the transcript"
        case .transcriptIssued(let facts): "a transcript was issued, as the record stood at \(Cell.grouped(facts.asOf))"
        case .transcriptSuperseded: "a later transcript took an earlier one's place"
        case .transcriptRevoked: "a transcript was revoked"
        case .disclosed(let facts):
            "given to a reader outside (\(facts.recipientClass.rawValue)), on \(facts.lawfulBasis.rawValue)"
        default: ""
        }
    }

    private func unlinked(_ facts: IdentityUnlinked) -> String {
        guard case .identityLinked(let link)? = events[facts.link]?.facts else {
            return "a link to another id was undone"
        }
        return "is no longer taken for one person with \(link.other)"
    }

    private func about(_ id: CompetencyID?) -> String { id.map { " for \(competency($0))" } ?? "" }

    private func list(_ ids: [CompetencyID]) -> String { ids.map(competency).joined(separator: "; ") }

    /// The code where there is one, else the fewest words.
    private func competency(_ id: CompetencyID) -> String {
        guard let competency = names.competencies[id] else { return "competency \(id)" }
        return competency.code ?? competency.title
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
