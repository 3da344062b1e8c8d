import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// Recording for those who are ticked: an attempt and what was said of it at once; evidence, an offer and a support by one
/// more page, where choosing saves. One event for each learner; all or none.
enum SectionRecording {
    static func record(_ visit: Visit) async throws -> Response {
        let form = try await Form(visit.request)
        let section = try await OpenSection(visit, what: "section")
        return try await record(try ManyForm(section, form))
    }

    /// Records something of one learner, from the learner's own page: as in the section in which the caller teaches them.
    static func recordOfOne(_ visit: Visit) async throws -> Response {
        guard case .teacher(let taught)? = visit.basis.relationship else { throw Problem.notFound }
        let form = try await Form(visit.request)
        let section = try await OpenSection(visit, taught, what: "section")
        let ids = Set(visit.basis.ids)
        guard let learner = section.needs.learners.first(where: { ids.contains($0.id) }) else { throw Problem.notFound }
        return try await record(try ManyForm(section, form, ticks: [Tick(learner.id, form.id("competency"))]))
    }

    private static func record(_ many: ManyForm) async throws -> Response {
        guard !many.targets.isEmpty else {
            var errors = FieldErrors()
            errors.add(SectionList.firstBox, many.words("record.error.nobody"))
            return try await again(many, errors)
        }
        switch many.form["as"] {
        case "attempt-demonstrated": return try await attempt(many, .demonstrated, as: .demonstrated)
        case "attempt-not-yet": return try await attempt(many, .notYet, as: .notYet)
        case "feedback": return try await attempt(many, .unjudged, as: .feedback)
        case "evidence": return try await evidence(many)
        case "offer": return try await SectionOfferForm(many).answer()
        case "support": return try await SectionSupportForm(many).answer()
        default: throw Problem(.badRequest, "The form does not say what is to be recorded.")
        }
    }

    /// The section's page again, with what was ticked and typed.
    private static func again(_ many: ManyForm, _ errors: FieldErrors) async throws -> Response {
        if many.view == .withoutOffer { return try await WithoutOffer(many.section, errors: errors).answer() }
        var list = try await SectionList(many.section, many.view)
        list.form = many.form
        list.targets = many.targets.map(\.learner.id)
        list.errors = errors
        return list.answer()
    }

    private static func attempt(
        _ many: ManyForm, _ outcome: Attempt.Outcome, as what: SavedNotice.What
    ) async throws -> Response {
        let (form, words) = (many.form, many.words)
        var errors = FieldErrors()
        let task = Label(form["task"])
        if task == nil { errors.add("task", words("record.error.task")) }
        if many.targets.contains(where: { many.competencies(of: $0).isEmpty }) {
            errors.add("competency", words("record.error.competency"))
        }
        let said = form["words"]
        if outcome == .unjudged, said.isEmpty { errors.add("words", words("record.error.words")) }
        if said.utf8.count > Words.maximumLength { errors.add("words", words("record.error.long")) }
        guard errors.isEmpty, let task else { return try await again(many, errors) }
        try await many.checkCompetencies()
        let feedback: Words = said.isEmpty ? [:] : ["feedback": said]
        let events = many.events { target in
            let facts = Attempt(task: task, competencies: many.competencies(of: target), outcome: outcome)
            return (facts: .attempt(facts), words: feedback)
        }
        return try await many.save(events, as: what)
    }

    private static func evidence(_ many: ManyForm) async throws -> Response {
        guard let competency = many.common else {
            var errors = FieldErrors()
            errors.add("competency", many.words("record.error.oneCompetency"))
            return try await again(many, errors)
        }
        return try await SectionEvidenceForm(many, on: competency).answer()
    }
}

extension ManyForm {
    /// Refuses what is in no framework of the district.
    /// - Throws: ``Problem``, `EventLogError`.
    func checkCompetencies() async throws {
        let wanted = Set(targets.flatMap { competencies(of: $0) })
        let known = section.competencies
        for competency in wanted where known[competency] == nil {
            guard try await CompetencyHome.read(competency, in: try section.page.visit.log()) != nil else {
                throw Problem(.conflict, "A competency is in no framework of the district; nothing was recorded.")
            }
        }
    }
}
