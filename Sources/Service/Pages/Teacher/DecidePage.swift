import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import Markup
import Projections

/// Deciding what a learner has demonstrated: seen together, and recorded with who was heard and what was missing.
enum DecidePage {
    /// That what was decided stands, after it was looked at again.
    static let stands = "stands"

    static func show(_ visit: Visit) async throws -> Response {
        let matter = try await DecisionCase(visit)
        return DecideView(matter: matter, notice: notice(matter)).answer()
    }

    private static func notice(_ matter: DecisionCase) -> HTML {
        let query = matter.page.visit.query
        if query.text("heard") != nil { return Notice.done(matter.words("say.saved")) }
        guard let id = query.text("saved").flatMap({ EventID($0) }),
            let event = matter.events.first(where: { $0.event.id == id })?.event
        else { return HTML() }
        let words = matter.words
        let competency = matter.home.competency
        var values = ["name": matter.name, "competency": competency.code ?? competency.title]
        switch event.facts {
        case .mastery(let facts): values["level"] = matter.home.name(facts.level, words)
        case .masteryRevised(let facts): values["level"] = matter.home.name(facts.level, words)
        default: return HTML()
        }
        guard let section = matter.section else { return Notice.done(words("decide.savedNow", values)) }
        return """
            <div class="notice notice--done" role="status"><p>\(words("decide.savedNow", values))</p>\
            <form method="post" action="/sections/\(section.id.description)/take-back" class="keep">\
            <input type="hidden" name="ids" value="\(id.description)">\
            <input type="hidden" name="\(Page.eventField)" value="\(Page.newEventID().description)">\
            <button class="button--text">\(words("record.takeBack"))</button></form></div>
            """
    }

    static func decide(_ visit: Visit) async throws -> Response {
        let form = try await Form(visit.request)
        let matter = try await DecisionCase(visit)
        let decision = DecisionForm(matter: matter, form: form)
        let (events, errors) = try decision.read()
        guard errors.isEmpty, let first = events.first else {
            return DecideView(matter: matter, form: form, errors: errors).answer()
        }
        let saved = Page.seeOther("\(matter.path)/decisions?saved=\(first.id)")
        // Sent twice: the first decision is among what came since.
        if try await matter.page.areRecorded(events) { return saved }
        if let newer = matter.events.last(where: { $0.position > decision.seen }) {
            return DecideView(matter: matter, form: form, notice: meanwhile(newer, matter), status: .conflict).answer()
        }
        try await matter.page.recordOnce(events)
        return saved
    }

    private static func meanwhile(_ newer: RecordedEvent, _ matter: DecisionCase) -> HTML {
        let words = matter.words
        let competency = matter.home.competency
        let name = matter.names[newer.event.assertedBy.person] ?? words("error.409Somebody")
        let text = words("error.409Text", ["name": name, "competency": competency.code ?? competency.title])
        return """
            <div class="notice notice--problem" role="alert" tabindex="-1"><h2>\(words("error.409"))</h2><p>\(text)</p></div>
            """
    }
}
