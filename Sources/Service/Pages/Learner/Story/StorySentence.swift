import LearningRecord
import Markup

/// What an event of a learner says, in one sentence: to the learner, or of the learner.
struct StorySentence {
    let page: LearnerPage
    let record: LearnerRecord

    private var words: PageWords { page.words }
    private var speaker: RecordSpeaker { RecordSpeaker(page: page, record: record) }

    /// The sentence; `nil` for an event that tells nothing of a competency.
    /// - Parameter competency: what the story is about.
    func tell(_ event: LearningEvent, about competency: CompetencyID) -> HTML? {
        switch event.facts {
        case .attempt(let facts): return attempt(facts)
        case .evidence(let facts): return evidence(event, facts, competency)
        case .mastery(let facts):
            return decided("happened.mastery", event, facts.level, facts.competency, facts.decider)
        case .masteryRevised(let facts):
            return decided("happened.revised", event, facts.level, facts.competency, facts.decider)
        case .goalSet(let facts): return page.html("happened.goal", ["level": level(facts.level, facts.competency)])
        case .selfAssessed(let facts):
            return page.html("happened.self", ["level": level(facts.level, facts.competency)])
        case .voiceHeard(let facts): return voice(event, facts)
        case .enrichmentOffered(let facts):
            return page.html(
                "happened.offered",
                ["offer": text(facts.opportunity.text), "by": text(speaker.name(event.assertedBy))])
        case .enrichmentAnswered(let facts): return answered(event, facts)
        case .enrichmentStarted(let facts): return page.html("happened.started", ["offer": text(offer(facts.offer))])
        case .enrichmentCompleted(let facts):
            return page.html("happened.completed", ["offer": text(offer(facts.offer))])
        case .supportRequested(let facts):
            return words.html(
                speaker.isReader(event.assertedBy) ? "happened.supportAskedYou" : "happened.supportAsked",
                ["support": text(SupportForm.name(facts.support, words)), "by": text(speaker.name(event.assertedBy))])
        case .supportProvided(let facts):
            return page.html("happened.supportGiven", ["support": text(SupportForm.name(facts.support, words))])
        default: return nil
        }
    }

    /// What was written with it, and by whom where it was another than the learner.
    func said(_ event: LearningEvent) -> HTML {
        let names = [
            "narrative", "ownWords", "feedback", "tried", "note", "rationale", "dissent", "reason", "invitation",
        ]
        let quotes = names.compactMap { name -> HTML? in
            guard let text = event.words[name] else { return nil }
            let isOwn = event.assertedBy.person.map(page.ids.contains) ?? false
            let by: HTML = isOwn ? HTML() : "<footer>\(speaker.name(event.assertedBy))</footer>"
            return #"<blockquote class="own">\#(text)\#(by)</blockquote>"#
        }
        return quotes.reduce(HTML(), +)
    }

    private func attempt(_ facts: Attempt) -> HTML {
        let supports = facts.supports.map { SupportForm.name($0, words) }
        let values = ["task": text(facts.task.text), "supports": text(words.list(supports))]
        return page.html("happened.attempt.\(facts.outcome.rawValue)\(supports.isEmpty ? "" : ".with")", values)
    }

    private func evidence(_ event: LearningEvent, _ facts: Evidence, _ competency: CompetencyID) -> HTML {
        let claim = facts.claims.first { $0.competency == competency } ?? facts.claims.first
        let path = page.path("evidence/\(event.id)")
        let link: HTML = #"<a href="\#(path)">\#(speaker.title(event))</a>"#
        return words.html(
            "happened.evidence",
            ["title": link, "level": claim.map { level($0.level, $0.competency) } ?? HTML()])
    }

    private func decided(
        _ key: String, _ event: LearningEvent, _ level: Level, _ competency: CompetencyID, _ decider: Assertion
    ) -> HTML {
        words.html(key, ["level": self.level(level, competency), "by": text(speaker.name(decider))])
    }

    private func voice(_ event: LearningEvent, _ facts: VoiceHeard) -> HTML {
        if facts.speaker == .learner { return page.html("happened.voice.\(facts.voice.rawValue)", [:]) }
        let isMine = page.reader == .family && speaker.isReader(event.assertedBy)
        let key =
            "happened.voice.\(isMine ? "you" : page.reader == .learner ? "yours" : "family").\(facts.voice.rawValue)"
        return HTML(text: words(key))
    }

    private func answered(_ event: LearningEvent, _ facts: EnrichmentAnswered) -> HTML {
        let values = ["offer": text(offer(facts.offer)), "by": text(speaker.name(event.assertedBy))]
        let you = speaker.isReader(event.assertedBy) ? "You" : ""
        return words.html("happened.answered.\(facts.answer.rawValue)\(you)", values)
    }

    private func offer(_ id: EventID) -> String {
        guard case .enrichmentOffered(let facts)? = record[id]?.event.facts else { return words("happened.anOffer") }
        return facts.opportunity.text
    }

    private func level(_ level: Level, _ competency: CompetencyID) -> HTML {
        "<strong>\(page.levelName(level, of: competency))</strong>"
    }

    private func text(_ text: String) -> HTML { HTML(text: text) }
}
