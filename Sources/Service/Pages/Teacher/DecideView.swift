import HTTPTypes
import Hummingbird
import LearningRecord
import Markup
import Projections

/// The page on which people decide: the learner's own view stands first, before anybody else's.
struct DecideView {
    let matter: DecisionCase
    /// What was sent, where it is shown again.
    var form: Form?
    var errors = FieldErrors()
    var notice = HTML()
    var status: HTTPResponse.Status = .ok

    var words: PageWords { matter.words }
    var home: CompetencyHome { matter.home }

    func answer() -> Response {
        var crumbs = [Page.Link(path: "/sections", title: words("nav.sections"))]
        if let section = matter.section { crumbs.append(.init(path: "/sections/\(section.id)", title: section.title)) }
        crumbs.append(.init(path: "/learners/\(matter.learner)/path", title: matter.name))
        let statement = home.competency.statement
        let lead: HTML? = statement == matter.title ? nil : #"<p class="lead">\#(statement)</p>"#
        return matter.page.answer(
            "\(matter.title) – \(matter.name)", status: errors.isEmpty ? status : .unprocessableContent, crumbs: crumbs,
            kind: "page--narrow",
            """
            <div class="head"><div><p class="kicker">\(matter.name)</p><h1>\(matter.title)</h1>\(lead)</div></div>
            \(errors.isEmpty ? notice : errors.summary(words))\(ownView)
            \(family)
            <form method="post" action="\(matter.path)/decisions" novalidate>\
            <input type="hidden" name="\(Page.eventField)" value="\(eventID)">\
            <input type="hidden" name="seen" value="\(String(matter.seen))">
            \(evidence)
            \(standing)
            \(reading)
            \(decision)
            </form>
            \(HeardVoices(matter: matter).html)
            """)
    }

    /// A form that comes again keeps its event's id: it is still the same decision.
    private var eventID: String {
        let kept: EventID? = form?.id(Page.eventField)
        return (kept ?? Page.newEventID()).description
    }

    // MARK: Voices before the decision

    private var ownView: HTML {
        var said = HTML()
        if let event = matter.newest(.selfAssessed), case .selfAssessed(let facts) = event.facts {
            let text = words.html(
                "decide.self.at",
                [
                    "name": HTML(text: matter.name), "level": level(facts.level, look: "level"),
                    "date": words.time(event.occurredAt),
                ])
            said = "<p>\(text)</p>\(quote(event.words["ownWords"], matter.name))"
        } else {
            said = #"<div class="notice"><p>\#(words("decide.self.none", ["name": matter.name]))</p></div>"#
        }
        if let event = matter.newest(.goalSet), case .goalSet(let facts) = event.facts {
            let text = words.html(
                "decide.goal", ["level": level(facts.level, look: "level"), "date": words.time(event.occurredAt)])
            said = said + "<p>\(text)</p>"
        }
        return #"<section><h2>\#(words("decide.self.heading", ["name": matter.name]))</h2>\#(said)</section>"#
    }

    private var family: HTML {
        let quotes = matter.ofFamily.compactMap { recorded -> HTML? in
            let event = recorded.event
            guard let text = event.words["narrative"] ?? event.words["title"] else { return nil }
            let who = [matter.names[event.assertedBy.person], words("role.family")].compactMap(\.self)
                .joined(separator: ", ")
            return
                #"<blockquote class="own">\#(text)<footer>\#(who), \#(words.time(event.occurredAt))</footer></blockquote>"#
        }
        let said: HTML = quotes.isEmpty ? "<p>\(words("decide.family.none"))</p>" : "\(quotes)"
        return #"<section><h2>\#(words("decide.family.heading"))</h2>\#(said)</section>"#
    }

    func quote(_ text: String?, _ name: String) -> HTML? {
        text.map { #"<blockquote class="own">\#($0)<footer>\#(name)</footer></blockquote>"# }
    }

    func level(_ level: Level, look: StaticString) -> HTML {
        let name = home.name(level, words)
        return look.description == "strong" ? "<strong>\(name)</strong>" : #"<span class="level">\#(name)</span>"#
    }
}
