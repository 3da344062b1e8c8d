import EventLog
import LearningRecord
import Projections

/// What somebody decided by the form: checked, and made into events.
struct DecisionForm {
    let matter: DecisionCase
    let form: Form

    private var words: PageWords { matter.words }

    /// Up to where the record was seen by whoever decided.
    var seen: Int64 { Int64(form["seen"]) ?? 0 }

    /// The events, or what is wrong.
    func read() throws -> (events: [LearningEvent], errors: FieldErrors) {
        var errors = FieldErrors()
        let chosen = Set(form.all("evidence"))
        let pieces = matter.pieces.filter { chosen.contains($0.id.description) }
        let shown = matter.row?.demonstrated
        let level = level(shown)
        let rationale = form["rationale"]
        if level == nil { errors.add("level", words("decide.error.level")) }
        let isLower = level.flatMap { level in shown.map { level < $0.level } } ?? false
        if isLower {
            if rationale.isEmpty { errors.add("rationale", words("decide.error.reason")) }
            if form["notice"] != "yes" { errors.add("notice", words("decide.error.notice")) }
        } else {
            if pieces.isEmpty { errors.add("evidence", words("decide.error.evidence")) }
            // One id's decision rests on that id's evidence.
            if Set(pieces.map(\.recorded.event.learner)).count > 1 {
                errors.add("evidence", words("decide.error.mixed"))
            }
            let isFurther = level.map { level in shown.map { level > $0.level } ?? true } ?? false
            if let level, isFurther, rationale.isEmpty, !matter.readiness(level).isReady {
                errors.add("rationale", words("decide.error.why"))
            }
        }
        for name in ["rationale", "dissent"] where form[name].utf8.count > Words.maximumLength {
            errors.add(name, words("record.error.long"))
        }
        guard errors.isEmpty, let level else { return ([], errors) }
        if isLower { return (try revisions(to: level), errors) }
        return ([mastery(level, pieces)], errors)
    }

    private func level(_ shown: ContinuumRow.Demonstrated?) -> Level? {
        if form["level"] == DecidePage.stands { return shown?.level }
        guard let level = Int(form["level"]).flatMap({ Level($0) }), matter.home.scale[level] != nil else { return nil }
        return level
    }

    private var decider: Assertion {
        Assertion(person: matter.page.visit.principal?.account?.asserting, role: .teacher)
    }

    private func mastery(_ level: Level, _ pieces: [DecisionCase.Piece]) -> LearningEvent {
        let reading = matter.readings.first { $0.id.description == form["reading"] }
        let facts = Mastery(
            competency: matter.home.competency.id, level: level, framework: matter.home.framework.id,
            frameworkVersion: matter.home.framework.version, criterion: matter.home.criterion, decider: decider,
            evidence: pieces.map(\.id), learnerVoice: voice("learner-voice"), familyVoice: voice("family-voice"),
            secondRating: reading.map { .init(id: $0.id, blind: form["blind"] == "yes") }, policy: matter.policy.version
        )
        let texts = [("rationale", form["rationale"]), ("dissent", form["dissent"])].filter { !$0.1.isEmpty }
        let learner = pieces.first?.recorded.event.learner ?? matter.learner
        return event(0, of: learner, .mastery(facts), Words(Dictionary(uniqueKeysWithValues: texts)))
    }

    private func voice(_ name: String) -> Mastery.Voice { Mastery.Voice(rawValue: form[name]) ?? .notYetHeard }

    /// A revision of each decision that stands at a further level, and what was said of it. One alone would leave the
    /// others standing: the highest that stands is what is demonstrated.
    private func revisions(to level: Level) throws -> [LearningEvent] {
        var decisions = matter.events.compactMap(Self.decision)
        let owners = Dictionary(matter.events.map { ($0.event.id, $0.event.learner) }) { first, _ in first }
        var events: [LearningEvent] = []
        while let standing = Standing(decisions), standing.level > level, events.count < 100 {
            let facts = MasteryRevised(
                revises: standing.decision.id, competency: matter.home.competency.id, level: level, decider: decider,
                noticeGiven: form["notice"] == "yes")
            let revision = event(
                events.count, of: owners[standing.decision.id] ?? matter.learner, .masteryRevised(facts),
                ["reason": form["rationale"]])
            events.append(revision)
            decisions.append(
                Decision(
                    facts,
                    RecordedEvent(
                        position: Int64.max - 100 + Int64(events.count), recordedAt: Page.now(), event: revision)))
        }
        guard let last = events.last else {
            throw Problem(.conflict, "There is no decision any more that could change.")
        }
        for (speaker, field) in [(VoiceHeard.Speaker.learner, "learner-voice"), (.family, "family-voice")] {
            guard let voice = VoiceHeard.Voice(rawValue: form[field]) else { continue }
            let facts = VoiceHeard(
                decision: last.id, competency: matter.home.competency.id, speaker: speaker, voice: voice)
            events.append(event(events.count, of: last.learner, .voiceHeard(facts), [:]))
        }
        return events
    }

    private static func decision(_ recorded: RecordedEvent) -> Decision? {
        switch recorded.event.facts {
        case .mastery(let facts): Decision(facts, recorded)
        case .masteryRevised(let facts): Decision(facts, recorded)
        default: nil
        }
    }

    private func event(_ place: Int, of learner: LearnerID, _ facts: Facts, _ words: Words) -> LearningEvent {
        matter.page.event(
            Page.eventID(once: form, place), of: learner, school: matter.section?.school, section: matter.section?.id,
            facts, words: words)
    }
}
