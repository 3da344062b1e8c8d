import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import Markup
import Projections

/// A second reading of the evidence of one competency: without the levels that others saw, without the decision and
/// without the learner's name. What the reader sees is recorded as evidence that a decision can cite.
enum BlindReading {
    static func show(_ visit: Visit) async throws -> Response {
        answer(try await DecisionCase(visit), Form(), FieldErrors())
    }

    private static func answer(_ matter: DecisionCase, _ form: Form, _ errors: FieldErrors) -> Response {
        let words = matter.words
        let competency = matter.home.competency
        let code: HTML? = competency.code.map { #"<span class="code">\#($0)</span> "# }
        if matter.page.visit.query.text("saved") != nil {
            return matter.page.answer(
                words("second.read.title"), kind: "page--narrow",
                """
                <div class="head"><div><h1>\(words("second.read.title"))</h1></div></div>\
                \(Notice.done(words("second.read.saved")))
                """)
        }
        let pieces = matter.pieces.map { piece -> HTML in
            let event = piece.recorded.event
            let title = event.words["title"] ?? piece.facts.task?.text ?? words("decide.piece.untitled")
            let link: HTML? = event.words["link"].flatMap { link in
                link.hasPrefix("https://")
                    ? #" <a href="\#(link)" rel="noreferrer">\#(words("decide.see")) <span class="unseen">\#(title)</span></a>"#
                    : nil
            }
            let narrative: HTML? = event.words["narrative"].map { #"<blockquote class="own">\#($0)</blockquote>"# }
            return "<li>\(title), \(words.time(event.occurredAt))\(link)\(narrative)</li>"
        }
        let levels = matter.home.scale.levels.map {
            (value: String($0.level.ordinal), label: $0.name, hint: $0.description)
        }
        let text = FreeText(
            name: "words", label: words("second.read.words"), value: form["words"], error: errors["words"])
        let choices: HTML =
            matter.pieces.isEmpty
            ? "<p>\(words("decide.evidence.none"))</p>"
            : "\(text.area(words))\(NextForm.choices("level", heading: words("second.read.level"), levels))"
        return matter.page.answer(
            words("second.read.title"), status: errors.isEmpty ? .ok : .unprocessableContent, kind: "page--narrow",
            """
            <div class="head"><div><h1>\(words("second.read.title"))</h1></div></div>\(errors.summary(words))
            <p>\(words("second.read.text"))</p><dl class="facts"><div><dt>\(words("second.read.about"))</dt>\
            <dd>\(code)\(competency.title)</dd></div><div><dt>\(words("second.read.pieces"))</dt>\
            <dd><ul>\(pieces)</ul></dd></div></dl>
            <form method="post" action="\(matter.path)/readings" class="stack" novalidate>\
            <input type="hidden" name="\(Page.eventField)" value="\(Page.newEventID().description)">
            \(choices)</form>
            """)
    }

    static func save(_ visit: Visit) async throws -> Response {
        let form = try await Form(visit.request)
        let matter = try await DecisionCase(visit)
        let words = matter.words
        var errors = FieldErrors()
        let level = Int(form["level"]).flatMap { Level($0) }.flatMap { matter.home.scale[$0]?.level }
        if level == nil { errors.add("which", words("record.error.level")) }
        if form["words"].utf8.count > Words.maximumLength { errors.add("words", words("record.error.long")) }
        guard errors.isEmpty, let level, let me = try visit.someone().account?.asserting else {
            return answer(matter, form, errors)
        }
        let facts = Evidence(
            form: .observation, claims: [CompetencyClaim(competency: matter.home.competency.id, level: level)],
            authors: [.init(person: me, part: .assessed)])
        // Under the id that has the evidence, so that a decision there can cite it.
        let learner = matter.pieces.last?.recorded.event.learner ?? matter.learner
        let event = matter.page.event(
            Page.eventID(once: form), of: learner, school: matter.section?.school, section: matter.section?.id,
            .evidence(facts), words: form["words"].isEmpty ? [:] : ["narrative": form["words"]])
        try await matter.page.recordOnce([event])
        return Page.seeOther("\(matter.path)/readings?saved=true")
    }
}
