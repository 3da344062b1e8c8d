import Hummingbird
import LearningRecord
import Markup
import Projections

/// A reflection, and what a family sees at home: evidence in words. The record asks of evidence which level it speaks to, so
/// that the form does; where the learner stands is chosen already.
enum ReflectionForm {
    static let all = endpoints(.reflection) + endpoints(.observation)

    /// What is written.
    private enum Sort {
        case reflection, observation

        var part: String { self == .reflection ? "reflections" : "observations" }
        var form: Evidence.Form { self == .reflection ? .reflection : .observation }
        var saved: String { self == .reflection ? "reflection" : "observation" }
        var endpoint: String { self == .reflection ? "addReflection" : "addObservation" }
        /// The beginning of its keys.
        var key: String { self == .reflection ? "reflection" : "observe" }
    }

    private static func endpoints(_ sort: Sort) -> [Endpoint] {
        let path = "/learners/{learner}/\(sort.part)"
        return [
            Endpoint("\(sort.saved)Form", .get, path, .record(.contribute), isAudited: false) { visit in
                let page = try await self.page(visit, sort)
                return show(sort, page, try await begin(page), FieldErrors())
            },
            Endpoint(sort.endpoint, .post, path, .record(.contribute), isAudited: false) {
                try await save(sort, $0)
            },
        ]
    }

    /// What is seen at home, a family says; who reflects is the learner, or the family.
    private static func page(_ visit: Visit, _ sort: Sort) async throws -> LearnerPage {
        let page = try await LearnerPage(visit, recording: .evidence)
        switch (sort, page.reader) {
        case (_, .family), (.reflection, .learner): return page
        default: throw Problem.notFound
        }
    }

    /// The form with the level at which the learner is.
    private static func begin(_ page: LearnerPage) async throws -> Form {
        guard let competency = CompetencyField.chosen(Form(), page) else { return Form() }
        let continuum = try await ContinuumReader(log: page.log).continuum(of: page.learner)
        let entry = continuum.entries.first { $0.item.competency == competency }
        guard let level = entry?.edge?.level ?? entry?.demonstrated?.level else { return Form() }
        return Form(values: [LevelField.name: [level]])
    }

    private static func show(
        _ sort: Sort, _ page: LearnerPage, _ form: Form, _ errors: FieldErrors, event: EventID? = nil
    ) -> Response {
        let words = page.words
        let learnerForm = LearnerForm(
            page: page, form: form, title: words("\(sort.key).title"), part: sort.part, button: words("\(sort.key).do"))
        let competency = CompetencyField.chosen(form, page)
        let parts = learnerForm.parts(errors)
        let level = LevelField.html(page, parts, about: competency, legend: words("\(sort.key).level"))
        return learnerForm.answer(
            errors, event: event,
            fields: """
                \(CompetencyField(page: page, chosen: competency).html)\
                \(parts.lines("words", words("\(sort.key).words"), hint: words("\(sort.key).hint")))\(level)
                """)
    }

    private static func save(_ sort: Sort, _ visit: Visit) async throws -> Response {
        let page = try await page(visit, sort)
        let form = try await Form(visit.request)
        var errors = FieldErrors()
        let text = errors.text(form, "words", page.words, isRequired: page.words("\(sort.key).error"))
        let competency = CompetencyField.chosen(form, page)
        let level = competency.flatMap { LevelField.chosen(form, page, about: $0) }
        if level == nil { errors.add(LevelField.name, page.words("evidence.error.level")) }
        guard errors.isEmpty, let competency, let level else { return show(sort, page, form, errors) }
        let facts = Evidence(form: sort.form, claims: [.init(competency: competency, level: level)])
        return try await page.save(
            .evidence(facts), words: Words([("narrative", text)]), from: form, field: "words", then: "path",
            saved: sort.saved
        ) { show(sort, page, form, $0, event: $1) }
    }
}
