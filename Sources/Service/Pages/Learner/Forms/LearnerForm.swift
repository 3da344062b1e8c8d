import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import Markup

/// A form by which somebody adds to a learner's record: shown, and shown again with what was typed where something is
/// missing.
struct LearnerForm {
    let page: LearnerPage
    let form: Form
    let title: String
    /// Where it goes, within the learner's record.
    let part: String
    let button: String
    var lead: String?
    /// What stands before the fields.
    var intro = HTML()
    /// What stands behind the button.
    var outro = HTML()
    /// Whether a file can come with it.
    var isMultipart = false
    var crumbs: [Page.Link]?

    var words: PageWords { page.words }

    /// The form.
    /// - Parameters:
    ///   - event: the id of the event that it will make; a new one, where what was sent before has become an event.
    func answer(_ errors: FieldErrors = FieldErrors(), event: EventID? = nil, fields: HTML) -> Response {
        let kept: EventID? = errors.isEmpty ? nil : form.id(Page.eventField)
        let id = event ?? kept ?? Page.newEventID()
        let encoding: HTML = isMultipart ? #" enctype="multipart/form-data""# : HTML()
        return page.answer(
            title, status: errors.isEmpty ? .ok : .unprocessableContent, crumbs: crumbs ?? page.crumbs,
            kind: "page--narrow",
            """
            \(LearnerPage.head(title, lead: errors.isEmpty ? lead : nil))\(errors.summary(words))\(intro)
            <form method="post" action="\(page.path(part))"\(encoding) class="stack" novalidate>\
            <input type="hidden" name="\(Page.eventField)" value="\(id.description)">
            \(fields)<button>\(button)</button>\(outro)
            </form>
            """)
    }

    /// The fields, for a form with these errors.
    func parts(_ errors: FieldErrors) -> FormParts { FormParts(words: words, form: form, errors: errors) }
}

extension LearnerPage {
    /// Records what a form says, and goes where it is seen.
    /// - Parameters:
    ///   - facts: what it says, under the learner's id that the address names, unless told.
    ///   - saved: what the next page says of it.
    ///   - again: the form again, with an error and a new id: what was saved before under this one says something else.
    func save(
        _ facts: Facts, words: Words = [:], from form: Form, of learner: LearnerID? = nil, field: String,
        then part: String, saved: String, again: (FieldErrors, EventID) async throws -> Response
    ) async throws -> Response {
        let id = Page.eventID(form)
        let event = page.event(id, of: learner ?? self.learner, facts, words: words)
        do {
            try await page.record([event])
        } catch EventLogError.reusedID {
            // Sent twice it says the same at another time; changed, and sent again, it says something else.
            let stands = try await LearnerRecord(of: self.learner, ids: ids, in: log)[id]?.event
            guard stands?.facts == facts, stands?.words == words else {
                var errors = FieldErrors()
                errors.add(field, self.words("form.already"))
                return try await again(errors, Page.newEventID())
            }
        }
        return Page.seeOther(path(part, [("saved", saved), ("event", id.description)]))
    }
}

extension FieldErrors {
    /// What was written in a field, unless it is too long for the record.
    mutating func text(_ form: Form, _ name: String, _ words: PageWords, isRequired: String? = nil) -> String? {
        let text = form[name]
        if text.isEmpty {
            if let isRequired { add(name, isRequired) }
            return nil
        }
        guard text.utf8.count <= Words.maximumLength else {
            add(name, words("form.tooLong"))
            return nil
        }
        return text
    }

    /// A short name that was written in a field.
    mutating func label(_ form: Form, _ name: String, _ words: PageWords) -> Label? {
        let text = form[name].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if text.isEmpty { return nil }
        guard let label = Label(text) else {
            add(name, words("form.tooLongLabel"))
            return nil
        }
        return label
    }
}

extension Words {
    /// The texts that there are.
    init(_ texts: [(String, String?)]) {
        self.init(Dictionary(texts.compactMap { name, text in text.map { (name, $0) } }) { first, _ in first })
    }
}
