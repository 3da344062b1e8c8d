import Hummingbird
import LearningRecord
import Markup

/// A goal of the learner: what, and where to.
enum GoalForm {
    static let all = [
        Endpoint("goalForm", .get, "/learners/{learner}/goals", .record(.contribute), isAudited: false) { visit in
            show(try await LearnerPage(visit, recording: .goalSet), Form(), FieldErrors())
        },
        Endpoint("setGoal", .post, "/learners/{learner}/goals", .record(.contribute), isAudited: false) {
            try await save($0)
        },
    ]

    private static func show(
        _ page: LearnerPage, _ form: Form, _ errors: FieldErrors, event: EventID? = nil
    ) -> Response {
        let words = page.words
        let learnerForm = LearnerForm(
            page: page, form: form, title: words("continuum.act.goal"), part: "goals", button: page.say("goal.do"))
        let competency = CompetencyField.chosen(form, page)
        let parts = learnerForm.parts(errors)
        return learnerForm.answer(
            errors, event: event,
            fields: """
                \(CompetencyField(page: page, chosen: competency).html)\
                \(LevelField.html(page, parts, about: competency, legend: page.say("goal.level")))\
                \(parts.lines("words", page.say("goal.words"), isOptional: true, isShort: true))
                """)
    }

    private static func save(_ visit: Visit) async throws -> Response {
        let page = try await LearnerPage(visit, recording: .goalSet)
        let form = try await Form(visit.request)
        var errors = FieldErrors()
        let competency = CompetencyField.chosen(form, page)
        let level = competency.flatMap { LevelField.chosen(form, page, about: $0) }
        if level == nil { errors.add(LevelField.name, page.words("goal.error.level")) }
        let own = errors.text(form, "words", page.words)
        guard errors.isEmpty, let competency, let level else { return show(page, form, errors) }
        return try await page.save(
            .goalSet(GoalSet(competency: competency, level: level)), words: Words([("ownWords", own)]), from: form,
            field: LevelField.name, then: "path", saved: "goal"
        ) { show(page, form, $0, event: $1) }
    }
}
