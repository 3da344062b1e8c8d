import EventLog
import Hummingbird
import LearningRecord
import Markup

/// What the learner or the family thinks of a decision. The decision stands; what they say stands with it.
enum VoiceForm {
    static let all = [
        Endpoint(
            "voiceForm", .get, "/learners/{learner}/decisions/{decision}/voice", .record(.contribute), isAudited: false
        ) { visit in
            let (page, decision) = try await read(visit)
            return show(page, decision, Form(), FieldErrors())
        },
        Endpoint(
            "sayVoice", .post, "/learners/{learner}/decisions/{decision}/voice", .record(.contribute), isAudited: false
        ) { try await save($0) },
    ]

    /// A decision that counts.
    private struct Decided {
        let recorded: RecordedEvent
        let competency: CompetencyID
        let level: Level
        let decider: Assertion
        let evidence: [RecordedEvent]
        let record: LearnerRecord
    }

    private static func read(_ visit: Visit) async throws -> (LearnerPage, Decided) {
        let page = try await LearnerPage(visit, recording: .voiceHeard)
        // A voice is the learner's or the family's own.
        guard page.reader == .learner || page.reader == .family else { throw Problem.notFound }
        let id: EventID = try visit.path("decision")
        let record = try await LearnerRecord(of: page.learner, ids: page.ids, in: page.log)
        guard let recorded = record[id], record.counts(id) else { throw Problem.notFound }
        switch recorded.event.facts {
        case .mastery(let facts):
            let evidence = facts.evidence.compactMap { record[$0] }.filter { record.counts($0.event.id) }
            return (
                page,
                Decided(
                    recorded: recorded, competency: facts.competency, level: facts.level, decider: facts.decider,
                    evidence: evidence, record: record)
            )
        case .masteryRevised(let facts):
            return (
                page,
                Decided(
                    recorded: recorded, competency: facts.competency, level: facts.level, decider: facts.decider,
                    evidence: [], record: record)
            )
        default: throw Problem.notFound
        }
    }

    private static func show(
        _ page: LearnerPage, _ decision: Decided, _ form: Form, _ errors: FieldErrors, event: EventID? = nil
    ) -> Response {
        let words = page.words
        var learnerForm = LearnerForm(
            page: page, form: form, title: words("say.title"), part: "decisions/\(decision.recorded.event.id)/voice",
            button: words("say.do"))
        learnerForm.intro = facts(page, decision)
        learnerForm.outro = #"<p class="quiet small">\#(words("say.after"))</p>"#
        let parts = learnerForm.parts(errors)
        let choices = ["agrees", "differs"].map {
            FormParts.Choice(value: $0, label: HTML(text: words("say.\($0)")))
        }
        return learnerForm.answer(
            errors, event: event,
            fields: """
                \(parts.choices("voice", words("say.voice"), choices))\
                \(parts.lines("words", words("say.words"), isOptional: true, isShort: true))
                """)
    }

    private static func facts(_ page: LearnerPage, _ decision: Decided) -> HTML {
        let words = page.words
        let speaker = RecordSpeaker(page: page, record: decision.record)
        let level = page.levelName(decision.level, of: decision.competency)
        let when = words.html(
            "offer.by",
            [
                "date": words.time(decision.recorded.event.occurredAt),
                "name": HTML(text: speaker.name(decision.decider)),
            ])
        let links = decision.evidence.enumerated().map { place, piece -> HTML in
            let end: HTML = place == decision.evidence.count - 1 ? HTML() : "<br>"
            let path = page.path("evidence/\(piece.event.id)")
            return #"<a href="\#(path)">\#(speaker.title(piece.event))</a>\#(end)"#
        }
        let evidence: HTML =
            links.isEmpty ? HTML() : "<div><dt>\(words("say.evidence"))</dt><dd>\(links)</dd></div>"
        return """
            <dl class="facts"><div><dt>\(words("say.decision"))</dt><dd>\(page.competencyName(decision.competency)) \
            <span class="level">\(level)</span></dd></div><div><dt>\(words("say.when"))</dt><dd>\(when)</dd></div>\
            \(evidence)</dl>
            """
    }

    private static func save(_ visit: Visit) async throws -> Response {
        let (page, decision) = try await read(visit)
        let form = try await Form(visit.request)
        var errors = FieldErrors()
        let voice = VoiceHeard.Voice(rawValue: form["voice"])
        if voice == nil { errors.add("voice", page.words("say.error")) }
        let own = errors.text(form, "words", page.words)
        guard errors.isEmpty, let voice else { return show(page, decision, form, errors) }
        let facts = VoiceHeard(
            decision: decision.recorded.event.id, competency: decision.competency,
            speaker: page.reader == .learner ? .learner : .family, voice: voice)
        return try await page.save(
            .voiceHeard(facts), words: Words([("ownWords", own)]), from: form, of: decision.recorded.event.learner,
            field: "voice", then: "path", saved: "voice"
        ) { show(page, decision, form, $0, event: $1) }
    }
}
