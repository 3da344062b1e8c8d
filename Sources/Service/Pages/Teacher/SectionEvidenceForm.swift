import EventLog
import Hummingbird
import LearningRecord
import Markup
import Projections

/// Evidence on one competency for those who are ticked: choosing what it shows saves it.
struct SectionEvidenceForm {
    let many: ManyForm
    let home: CompetencyHome
    var errors = FieldErrors()
    /// Who is still ticked on this page; `nil` before it was sent.
    var ticked: Set<String>?

    private var words: PageWords { many.words }
    private var form: Form { many.form }

    /// - Throws: ``Problem`` where no framework has the competency, `EventLogError`.
    init(_ many: ManyForm, on competency: CompetencyID) async throws {
        self.many = many
        guard let home = try await CompetencyHome.read(competency, in: try many.section.page.visit.log()) else {
            throw Problem.notFound
        }
        self.home = home
    }

    /// The page.
    func answer() -> Response {
        let competency = home.competency
        let next = NextForm(
            many: many, title: words("record.evidence.title", ["competency": competency.code ?? competency.title]),
            path: "evidence",
            hidden: many.hidden(["task"], about: competency.id), errors: errors)
        let code: HTML? = competency.code.map { #"<span class="code">\#($0)</span> "# }
        let task: HTML? = form["task"].isEmpty ? nil : " \(words("record.about", ["task": form["task"]]))"
        let levels = home.scale.levels.map { (value: String($0.level.ordinal), label: $0.name, hint: $0.description) }
        return next.answer(
            """
            <p class="quiet">\(code)\(competency.title).\(task)</p>
            \(next.whom(ticked))
            \(more)
            \(NextForm.choices("level", heading: words("record.evidence.level"), levels))
            \(each)
            """)
    }

    private var more: HTML {
        let title = FreeText(
            name: "title", label: words("evidence.title"), value: ticked == nil ? form["task"] : form["title"],
            error: errors["title"])
        let link = FreeText(name: "link", label: words("evidence.link"), value: form["link"], error: errors["link"])
        let context = FreeText(
            name: "context", label: words("evidence.context"), value: form["context"], error: errors["context"])
        let narrative = FreeText(
            name: "words", label: words("record.words"), value: form["words"], hint: words("record.words.hint"),
            error: errors["words"])
        let isOpen: HTML = ["title", "link", "context", "words"].contains { errors[$0] != nil } ? " open" : ""
        return """
            <details\(isOpen)><summary>\(words("record.evidence.more"))</summary>\(title.line(words))\
            \(link.line(words, type: "url"))\(context.line(words))\(narrative.area(words))</details>
            """
    }

    private var each: HTML {
        guard many.targets.count > 1 else { return HTML() }
        let fields = many.targets.map { target -> HTML in
            let name = "level-\(target.learner.id)"
            let choices = home.scale.levels.map { (value: String($0.level.ordinal), text: $0.name) }
            return Field(
                name: name, label: many.section.name(target.learner), value: form[name], error: errors[name]
            ).select([("", words("record.evidence.choose"))] + choices)
        }
        let isOpen: HTML = errors.items.contains { $0.field.hasPrefix("level-") } ? " open" : ""
        return """
            <details\(isOpen)><summary>\(words("record.evidence.each"))</summary>\(fields)\
            <button name="level" value="each">\(words("form.save"))</button></details>
            """
    }

    // MARK: Saving

    static func save(_ visit: Visit) async throws -> Response {
        let form = try await Form(visit.request)
        let section = try await OpenSection(visit, what: "section")
        guard let competency: CompetencyID = form.id("competency") else { throw Problem.notFound }
        // Everybody who was ticked before, so that the page can come again with all of them.
        let all = try ManyForm(section, form, field: "all")
        let many = try ManyForm(section, form, field: "for")
        var page = try await SectionEvidenceForm(all, on: competency)
        page.ticked = Set(form.all("for"))
        let levels = page.check(many)
        guard page.errors.isEmpty else { return page.answer() }
        let events = many.events { target in
            guard let level = levels[target.learner.id] else { return nil }
            return (facts: .evidence(page.evidence(level)), words: page.written)
        }
        return try await many.save(events, as: .evidence)
    }

    /// Says what is wrong, and answers the level of each.
    private mutating func check(_ many: ManyForm) -> [LearnerID: Level] {
        if many.targets.isEmpty { errors.add("for-0", words("record.error.nobody")) }
        if !form["link"].isEmpty, !form["link"].hasPrefix("https://") {
            errors.add("link", words("evidence.error.link"))
        }
        if !form["context"].isEmpty, Label(form["context"]) == nil {
            errors.add("context", words("record.error.label"))
        }
        for name in ["title", "link", "words"] where form[name].utf8.count > Words.maximumLength {
            errors.add(name, words("record.error.long"))
        }
        var levels: [LearnerID: Level] = [:]
        for target in many.targets {
            let isEach = form["level"] == "each"
            let field = isEach ? "level-\(target.learner.id)" : "level"
            let level = Int(form[field]).flatMap { Level($0) }
            if let level, home.scale[level] != nil {
                levels[target.learner.id] = level
            } else {
                errors.add(isEach ? field : "which", words("record.error.level"))
                if !isEach { break }
            }
        }
        return levels
    }

    private func evidence(_ level: Level) -> Evidence {
        Evidence(
            form: form["link"].isEmpty ? .observation : .artifact,
            claims: [CompetencyClaim(competency: home.competency.id, level: level)], task: Label(form["task"]),
            context: Label(form["context"]))
    }

    private var written: Words {
        let texts = [("title", form["title"]), ("link", form["link"]), ("narrative", form["words"])]
        return Words(Dictionary(uniqueKeysWithValues: texts.filter { !$0.1.isEmpty }))
    }
}
