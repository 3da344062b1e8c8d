import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// A support that was given to those who are ticked: choosing it saves it, and answers whoever of them asked for it.
struct SectionSupportForm {
    let many: ManyForm
    let requests: [SupportRequests.Open]
    let known: [String]
    var errors = FieldErrors()
    var ticked: Set<String>?

    private var words: PageWords { many.words }
    private var form: Form { many.form }

    /// - Throws: `EventLogError`.
    init(_ many: ManyForm) async throws {
        self.many = many
        let log = try many.section.page.visit.log()
        let targets = Set(many.targets.map(\.learner.id))
        requests = try await SupportRequests(log: log).open(of: many.section.needs.learners.map(\.id))
            .filter { targets.contains($0.learner) }
        known = try await SectionHabits(log: log, section: many.section.head.id)
            .supports(of: many.section.needs.learners.map(\.id))
    }

    /// The page.
    func answer() -> Response {
        let next = NextForm(
            many: many, title: words("record.support.title"), path: "support",
            hidden: many.hidden(["words"], about: many.common ?? many.chosen), errors: errors)
        let asked = Set(requests.map(\.named))
        let notices = requests.map { request -> HTML in
            let name = many.section.name(of: request.learner) ?? words("learner.nameless")
            let text = words.html(
                "record.support.meets",
                [
                    "name": HTML(text: name), "support": HTML(text: request.named),
                    "date": words.time(request.requestedAt),
                ])
            return #"<div class="notice"><p>\#(text)</p></div>"#
        }
        var seen: Set<String> = []
        let names = (requests.map(\.named) + known).filter { seen.insert($0).inserted }
        let choices = names.map { name in
            (value: name, label: name, hint: asked.contains(name) ? words("record.support.asked") : nil)
        }
        let other = FreeText(
            name: "other", label: words("record.support.name"), value: form["other"], error: errors["other"],
            isRequired: true)
        let isOpen: HTML = names.isEmpty || errors["other"] != nil ? " open" : ""
        return next.answer(
            """
            \(next.whom(ticked))\(notices)
            \(NextForm.choices("support", heading: words("record.support.which"), choices))
            <details\(isOpen)><summary>\(words("record.support.other"))</summary>\(other.line(words))\
            <button name="support" value="">\(words("form.save"))</button></details>
            """)
    }

    // MARK: Saving

    static func save(_ visit: Visit) async throws -> Response {
        let form = try await Form(visit.request)
        let section = try await OpenSection(visit, what: "section")
        let many = try ManyForm(section, form, field: "for")
        var page = try await SectionSupportForm(try ManyForm(section, form, field: "all"))
        page.ticked = Set(form.all("for"))
        if many.targets.isEmpty { page.errors.add("for-0", page.words("record.error.nobody")) }
        let label = Label(form["support"].isEmpty ? form["other"] : form["support"])
        if label == nil { page.errors.add("other", page.words("record.error.support")) }
        guard page.errors.isEmpty, let label else { return page.answer() }
        try await many.checkCompetencies()
        let note: Words = form["words"].isEmpty ? [:] : ["note": form["words"]]
        let events = many.events { target in
            let request = page.requests.first { $0.learner == target.learner.id && $0.named == label.text }
            let given = SupportProvided(
                support: label, competency: request?.competency ?? many.chosen, request: request?.id)
            return (facts: .supportProvided(given), words: note)
        }
        // Under the id that asked, where a person has several.
        let asked = Dictionary(page.requests.map { ($0.id, $0.asker) }) { first, _ in first }
        let placed = events.map { event -> LearningEvent in
            guard case .supportProvided(let facts) = event.facts, let asker = facts.request.flatMap({ asked[$0] })
            else {
                return event
            }
            var event = event
            event.learner = asker
            return event
        }
        return try await many.save(placed, as: .support)
    }
}
