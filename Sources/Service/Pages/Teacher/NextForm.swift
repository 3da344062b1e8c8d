import HTTPTypes
import Hummingbird
import LearningRecord
import Markup
import Projections

/// The page between a section's list and what is recorded: for whom, and one choice that saves.
struct NextForm {
    let many: ManyForm
    let title: String
    /// The last part of the path it is sent to.
    let path: String
    /// What goes on from the form before.
    let hidden: [(name: String, value: String)]
    let errors: FieldErrors

    private var words: PageWords { many.words }

    func answer(_ content: HTML) -> Response {
        let section = many.section
        let fields = hidden.map { field -> HTML in
            #"<input type="hidden" name="\#(field.name)" value="\#(field.value)">"#
        }
        return section.page.answer(
            title, status: errors.isEmpty ? .ok : .unprocessableContent,
            crumbs: [
                .init(path: "/sections", title: words("nav.sections")),
                .init(path: section.path, title: section.head.title),
            ], kind: "page--narrow",
            """
            <div class="head"><div><h1>\(title)</h1></div></div>\(errors.summary(words))
            <form method="post" action="\(section.path)/record/\(path)" class="stack" novalidate>\(fields)
            \(content)</form>
            """)
    }

    /// For whom: everybody who was ticked, and each can be left out.
    func whom(_ ticked: Set<String>?) -> HTML {
        let items = many.targets.map { target in
            ChoiceSet.Item(value: "\(target.learner.id)", label: many.section.name(target.learner))
        }
        return ChoiceSet(
            name: "for", legend: words("record.for"), items: items, selected: ticked ?? Set(items.map(\.value)),
            error: errors["for"], type: "checkbox"
        ).html
    }

    /// The buttons of which one is pressed.
    static func choices(_ name: String, heading: String, _ items: [(value: String, label: String, hint: String?)])
        -> HTML
    {
        guard !items.isEmpty else { return HTML() }
        let buttons = items.map { item -> HTML in
            let hint: HTML? = item.hint.map { "<small>\($0)</small>" }
            return """
                <li><button class="button--quiet" name="\(name)" value="\(item.value)">\(item.label)\(hint)</button></li>
                """
        }
        return """
            <div role="group" aria-labelledby="which"><h2 id="which" class="h4">\(heading)</h2>\
            <ul class="saves">\(buttons)</ul></div>
            """
    }
}
