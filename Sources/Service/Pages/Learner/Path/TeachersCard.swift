import LearningRecord
import Markup

/// Recording something of one learner, beside their path, for who teaches them.
enum TeachersCard {
    static func html(_ page: LearnerPage, _ path: LearnerPath) -> HTML {
        guard TeachersPages.canRecord else { return HTML() }
        let words = page.words
        let buttons = [
            ("attempt-demonstrated", "record.shown"), ("attempt-not-yet", "record.notYet"),
            ("feedback", "record.feedback"), ("evidence", "record.evidence"), ("offer", "record.offer"),
            ("support", "record.support"),
        ].enumerated().map { place, button -> HTML in
            let quiet: HTML = place > 1 ? #" class="button--quiet""# : HTML()
            return #"<button\#(quiet) name="as" value="\#(button.0)">\#(words(button.1))</button>"#
        }
        let field = CompetencyField(page: page, chosen: path.growing.first?.id ?? path.next.first?.id).html
        return """
            <form method="post" action="\(page.path("record"))" class="card" novalidate>\
            <input type="hidden" name="\(Page.eventField)" value="\(Page.newEventID().description)">\
            <h2 class="h4" id="record-heading">\(words("teacher.recordFor", ["name": page.first]))</h2>\(field)\
            <div class="field"><label for="words">\(words("record.words")) \
            <span class="optional">(\(words("form.optional")))</span></label>\
            <textarea id="words" name="words" class="short"></textarea></div>\
            <div class="bar" role="group" aria-labelledby="record-heading">\(buttons)</div></form>
            """
    }
}
