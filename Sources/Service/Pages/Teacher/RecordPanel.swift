import LearningRecord
import Markup

/// The panel of a section's page that records something for those who are ticked.
struct RecordPanel {
    let words: PageWords
    /// Tasks of late; the first is what the field says until somebody changes it.
    let tasks: [String]
    let choices: CompetencyChoices
    /// What was sent, where it is shown again.
    let form: Form?
    let errors: FieldErrors
    /// Whether nobody is ticked under anything, so that what it is about has to be chosen.
    let asksWhatAbout: Bool

    var html: HTML {
        let task = form.map { $0["task"] } ?? tasks.first ?? ""
        let summary = task.isEmpty ? words("record.aboutNothing") : words("record.about", ["task": task])
        let isOpen: HTML =
            task.isEmpty || asksWhatAbout || errors["task"] != nil || errors["competency"] != nil ? " open" : ""
        let options = tasks.map { #"<option value="\#($0)"></option>"# as HTML }
        let taskField = FreeText(
            name: "task", label: words("record.task"), value: task, hint: words("record.task.hint"),
            error: errors["task"], isRequired: true)
        let text = FreeText(
            name: "words", label: words("record.words"), value: form?["words"] ?? "", hint: words("record.words.hint"),
            error: errors["words"])
        return """
            <div class="panel" id="record"><h2 class="h4" id="record-heading">\(words("record.heading"))</h2>
            <details\(isOpen)><summary>\(summary)</summary>\(taskField.line(words, list: "tasks"))
            <datalist id="tasks">\(options)</datalist>\(about)</details>
            \(text.area(words))
            <div class="bar" role="group" aria-labelledby="record-heading">
            \(button("attempt-demonstrated", "record.shown"))\(button("attempt-not-yet", "record.notYet"))\
            \(button("feedback", "record.feedback", isQuiet: true))\(button("evidence", "record.evidence", isQuiet: true))\
            \(button("offer", "record.offer", isQuiet: true))\(button("support", "record.support", isQuiet: true))
            </div></div>
            """
    }

    private var about: HTML {
        let error: HTML? = errors["competency"].map { #"<p class="error" id="competency-error">\#($0)</p>"# }
        let ties: HTML = error == nil ? "" : #" aria-describedby="competency-error" aria-invalid="true""#
        return """
            <div class="field"><label for="competency">\(words("record.competency"))</label>\(error)\
            <select id="competency" name="competency"\(ties)><option value="">\(words("record.competency.ticked"))</option>\
            \(choices.options(selected: form?.id("competency")))</select></div>
            """
    }

    private func button(_ value: String, _ key: String, isQuiet: Bool = false) -> HTML {
        let look: HTML = isQuiet ? #" class="button--quiet""# : ""
        return #"<button\#(look) name="as" value="\#(value)">\#(words(key))</button>"#
    }
}
