import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// What the learner or the family said of a decision to whoever teaches the learner, after it was made: in a conversation,
/// where they do not write it themselves.
struct HeardVoices {
    let matter: DecisionCase

    private var words: PageWords { matter.words }

    /// The decision that is cited now.
    private var decision: LearningEvent? {
        guard let position = matter.row?.demonstrated?.decision else { return nil }
        return matter.events.first { $0.position == position }?.event
    }

    /// Whose voice is not heard yet.
    private var missing: [VoiceHeard.Speaker] {
        guard let shown = matter.row?.demonstrated else { return [] }
        return [(VoiceHeard.Speaker.learner, shown.learnerVoice), (.family, shown.familyVoice)]
            .filter { $0.1 == .notYetHeard }.map(\.0)
    }

    /// The form; nothing where nobody is to be heard.
    var html: HTML {
        guard let decision, !missing.isEmpty else { return HTML() }
        let sets = missing.map { speaker -> HTML in
            let legend =
                switch speaker {
                case .learner: words("decide.voice.learner", ["name": matter.name])
                case .family: words("decide.voice.family")
                }
            return ChoiceSet(
                name: "heard-\(speaker.rawValue)", legend: legend,
                items: [
                    .init(value: VoiceHeard.Voice.agrees.rawValue, label: words("voice.agrees")),
                    .init(value: VoiceHeard.Voice.differs.rawValue, label: words("voice.differs")),
                ]
            ).html
        }
        let said = FreeText(name: "said", label: words("decide.heard.words"))
        return """
            <section id="heard"><h2>\(words("decide.heard.heading"))</h2><form method="post" action="\(matter.path)/voices" \
            class="stack" novalidate><input type="hidden" name="\(Page.eventField)" \
            value="\(Page.newEventID().description)"><input type="hidden" name="decision" \
            value="\(decision.id.description)">\(sets)\(said.area(words))\
            <button class="button--quiet">\(words("form.save"))</button></form></section>
            """
    }

    /// Records what was said. A form without a choice changes nothing.
    static func save(_ visit: Visit) async throws -> Response {
        let form = try await Form(visit.request)
        let matter = try await DecisionCase(visit)
        guard let id: EventID = form.id("decision"),
            let decision = matter.events.first(where: { $0.event.id == id })?.event,
            decision.kind == .mastery || decision.kind == .masteryRevised,
            form["said"].utf8.count <= Words.maximumLength
        else { throw Problem(.badRequest, "The form does not say of which decision something was said.") }
        let said: Words = form["said"].isEmpty ? [:] : ["ownWords": form["said"]]
        var events: [LearningEvent] = []
        for speaker in VoiceHeard.Speaker.allCases {
            guard let voice = VoiceHeard.Voice(rawValue: form["heard-\(speaker.rawValue)"]) else { continue }
            let facts = VoiceHeard(
                decision: id, competency: matter.home.competency.id, speaker: speaker, voice: voice)
            events.append(
                matter.page.event(
                    Page.eventID(once: form, events.count), of: decision.learner, school: matter.section?.school,
                    section: matter.section?.id, .voiceHeard(facts), words: said))
        }
        if !events.isEmpty { try await matter.page.recordOnce(events) }
        return Page.seeOther("\(matter.path)/decisions\(events.isEmpty ? "" : "?heard=true")")
    }
}
