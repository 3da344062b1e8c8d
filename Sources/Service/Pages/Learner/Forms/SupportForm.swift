import Hummingbird
import LearningRecord
import Markup

/// A support that the learner, the family or a teacher asks for.
enum SupportForm {
    static let all = [
        Endpoint("supportForm", .get, "/learners/{learner}/support-requests", .record(.contribute), isAudited: false) {
            visit in
            show(try await LearnerPage(visit, recording: .supportRequested), Form(), FieldErrors())
        },
        Endpoint("askForSupport", .post, "/learners/{learner}/support-requests", .record(.contribute), isAudited: false)
        { try await save($0) },
    ]

    /// What many ask for. The record keeps the name in the language in which the district works, so that it is counted as
    /// one: the page says it in the reader's.
    private enum Known: String, CaseIterable {
        case worked = "Worked examples"
        case partner = "Talk it through with a partner"
        case time = "More time"
        case language = "Instructions in another language"

        var key: String {
            switch self {
            case .worked: "support.worked"
            case .partner: "support.partner"
            case .time: "support.time"
            case .language: "support.language"
            }
        }
    }

    /// The choice of something that is not among them.
    private static let other = "other"

    /// What a support is called on a page.
    static func name(_ support: Label, _ words: PageWords) -> String {
        Known(rawValue: support.text).map { words($0.key) } ?? support.text
    }

    private static func show(
        _ page: LearnerPage, _ form: Form, _ errors: FieldErrors, event: EventID? = nil
    ) -> Response {
        let words = page.words
        let learnerForm = LearnerForm(
            page: page, form: form, title: words("continuum.act.support"), part: "support-requests",
            button: words("support.do"), lead: words("support.lead"))
        let parts = learnerForm.parts(errors)
        var choices = Known.allCases.map { FormParts.Choice(value: $0.rawValue, label: HTML(text: words($0.key))) }
        choices.append(FormParts.Choice(value: other, label: HTML(text: words("support.other"))))
        let competency = CompetencyField.chosen(form, page, isOptional: true)
        return learnerForm.answer(
            errors, event: event,
            fields: """
                \(parts.choices("support", words("support.what"), choices, isCards: false))\
                \(parts.line("other", words("support.otherWhat"), isOptional: true))\
                \(CompetencyField(page: page, chosen: competency, isOptional: true).html)\
                \(parts.lines("note", words("support.note"), isOptional: true, isShort: true))
                """)
    }

    private static func save(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit, recording: .supportRequested)
        let form = try await Form(visit.request)
        var errors = FieldErrors()
        let isOther = form["support"] == other || (form["support"].isEmpty && !form["other"].isEmpty)
        let support = isOther ? errors.label(form, "other", page.words) : Label(form["support"])
        if support == nil, errors.isEmpty {
            errors.add(isOther ? "other" : "support", page.words("support.error"))
        }
        let note = errors.text(form, "note", page.words)
        guard errors.isEmpty, let support else { return show(page, form, errors) }
        let competency = CompetencyField.chosen(form, page, isOptional: true)
        return try await page.save(
            .supportRequested(SupportRequested(support: support, competency: competency)),
            words: Words([("note", note)]), from: form, field: "support", then: "offers", saved: "support"
        ) { show(page, form, $0, event: $1) }
    }
}
