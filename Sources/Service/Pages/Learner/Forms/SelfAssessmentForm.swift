import Hummingbird
import LearningRecord
import Markup

/// Where the learner sees themselves.
enum SelfAssessmentForm {
    static let all = [
        Endpoint(
            "selfAssessmentForm", .get, "/learners/{learner}/self-assessments", .record(.contribute), isAudited: false
        ) { visit in
            show(try await LearnerPage(visit, recording: .selfAssessed), Form(), FieldErrors())
        },
        Endpoint("assessSelf", .post, "/learners/{learner}/self-assessments", .record(.contribute), isAudited: false) {
            try await save($0)
        },
    ]

    private static func show(
        _ page: LearnerPage, _ form: Form, _ errors: FieldErrors, event: EventID? = nil
    ) -> Response {
        let words = page.words
        let learnerForm = LearnerForm(
            page: page, form: form, title: words("self.title"), part: "self-assessments", button: words("form.save"))
        let competency = CompetencyField.chosen(form, page)
        let parts = learnerForm.parts(errors)
        let level = LevelField.html(
            page, parts, about: competency, legend: words("self.level"), hint: words("self.hint"))
        return learnerForm.answer(
            errors, event: event,
            fields: """
                \(CompetencyField(page: page, chosen: competency).html)\(level)\
                \(parts.lines("words", words("self.words"), isOptional: true, isShort: true))
                """)
    }

    private static func save(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit, recording: .selfAssessed)
        let form = try await Form(visit.request)
        var errors = FieldErrors()
        let competency = CompetencyField.chosen(form, page)
        let level = competency.flatMap { LevelField.chosen(form, page, about: $0) }
        if level == nil { errors.add(LevelField.name, page.words("self.error.level")) }
        let own = errors.text(form, "words", page.words)
        guard errors.isEmpty, let competency, let level else { return show(page, form, errors) }
        return try await page.save(
            .selfAssessed(SelfAssessed(competency: competency, level: level)), words: Words([("ownWords", own)]),
            from: form, field: LevelField.name, then: "path", saved: "view"
        ) { show(page, form, $0, event: $1) }
    }
}
