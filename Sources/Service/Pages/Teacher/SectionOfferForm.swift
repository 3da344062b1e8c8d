import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// An opportunity for those who are ticked: choosing one offers it.
struct SectionOfferForm {
    let many: ManyForm
    let known: [(name: String, form: String)]
    var errors = FieldErrors()
    var ticked: Set<String>?

    private var words: PageWords { many.words }
    private var form: Form { many.form }

    /// - Throws: `EventLogError`.
    init(_ many: ManyForm) async throws {
        self.many = many
        let section = many.section
        known = try await SectionHabits(log: try section.page.visit.log(), section: section.head.id)
            .offers(to: section.needs.learners.map(\.id), at: section.head.school)
    }

    /// The page.
    func answer() -> Response {
        let next = NextForm(
            many: many, title: words("record.offer.title"), path: "offer",
            hidden: many.hidden([], about: many.common ?? many.chosen), errors: errors)
        let invitation = FreeText(
            name: "words", label: words("record.offer.words"), value: form["words"], error: errors["words"])
        let choices = known.map { offer in
            (value: "\(offer.form)/\(offer.name)", label: offer.name, hint: String?.some(say(offer.form)))
        }
        return next.answer(
            """
            \(next.whom(ticked))
            <details\(form["words"].isEmpty ? "" : " open")><summary>\(words("record.offer.invitation"))</summary>\
            \(invitation.area(words))</details>
            \(NextForm.choices("opportunity", heading: words("record.offer.which"), choices))
            \(other)
            """)
    }

    private var other: HTML {
        let name = FreeText(
            name: "other", label: words("record.offer.name"), value: form["other"], error: errors["other"],
            isRequired: true)
        let forms = ChoiceSet(
            name: "form", legend: words("record.offer.form"),
            items: EnrichmentOffered.Form.allCases.map { .init(value: $0.rawValue, label: say($0.rawValue)) },
            selected: [form["form"].isEmpty ? EnrichmentOffered.Form.enrichment.rawValue : form["form"]])
        let isOpen: HTML = known.isEmpty || errors["other"] != nil ? " open" : ""
        return """
            <details\(isOpen)><summary>\(words("record.offer.other"))</summary>\(name.line(words))\(forms.html)\
            <button name="opportunity" value="other">\(words("record.offer.do"))</button></details>
            """
    }

    private func say(_ form: String) -> String {
        words(form == EnrichmentOffered.Form.acceleration.rawValue ? "offer.accelerationPlain" : "offer.\(form)")
    }

    // MARK: Saving

    static func save(_ visit: Visit) async throws -> Response {
        let form = try await Form(visit.request)
        let section = try await OpenSection(visit, what: "section")
        let many = try ManyForm(section, form, field: "for")
        var page = try await SectionOfferForm(try ManyForm(section, form, field: "all"))
        page.ticked = Set(form.all("for"))
        if many.targets.isEmpty { page.errors.add("for-0", page.words("record.error.nobody")) }
        if form["words"].utf8.count > Words.maximumLength { page.errors.add("words", page.words("record.error.long")) }
        let offer = page.chosen()
        guard page.errors.isEmpty, let offer else { return page.answer() }
        try await many.checkCompetencies()
        let said: Words = form["words"].isEmpty ? [:] : ["invitation": form["words"]]
        let events = many.events { _ in (facts: .enrichmentOffered(offer), words: said) }
        return try await many.save(events, as: .offer)
    }

    private mutating func chosen() -> EnrichmentOffered? {
        let isOther = form["opportunity"] == "other"
        let parts = form["opportunity"].split(separator: "/", maxSplits: 1).map(String.init)
        let (kind, name) =
            isOther ? (form["form"], form["other"]) : (parts.first ?? "", parts.count > 1 ? parts[1] : "")
        guard let kind = EnrichmentOffered.Form(rawValue: kind), let label = Label(name) else {
            errors.add("other", words("record.error.offer"))
            return nil
        }
        return EnrichmentOffered(opportunity: label, form: kind, competency: many.chosen, initiatedBy: .teacher)
    }
}
