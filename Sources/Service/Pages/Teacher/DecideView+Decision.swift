import LearningRecord
import Markup
import Projections

/// What is decided: the level by its word, who was heard, and why.
extension DecideView {
    var decision: HTML {
        let isReview = matter.row?.review != nil
        var items = home.scale.levels.map {
            ChoiceSet.Item(value: String($0.level.ordinal), label: $0.name, hint: $0.description)
        }
        if isReview {
            items.insert(
                .init(
                    value: DecidePage.stands, label: words("decide.stands"), hint: words("decide.stands.hint")), at: 0)
        }
        let levels = ChoiceSet(
            name: "level", legend: words(isReview ? "decide.level.revise" : "decide.level"), items: items,
            selected: [form.map { $0["level"] } ?? (isReview ? DecidePage.stands : "")],
            hint: words(
                "decide.level.words",
                ["framework": home.framework.title, "version": words.number(Int(home.framework.version))]),
            error: errors["level"], look: "choices--cards")
        let rationale = FreeText(
            name: "rationale", label: words(isReview ? "decide.reason" : "decide.rationale"),
            value: form?["rationale"] ?? "", hint: matter.row?.demonstrated == nil ? nil : words("decide.reason.hint"),
            error: errors["rationale"], isRequired: errors["rationale"] != nil)
        let dissent = FreeText(
            name: "dissent", label: words("decide.dissent.words"), value: form?["dissent"] ?? "",
            error: errors["dissent"])
        let back = matter.section.map { "/sections/\($0.id)" } ?? "/sections"
        let isOpen: HTML = (form?["dissent"] ?? "").isEmpty ? "" : " open"
        return """
            <section><h2>\(words("decide.decision.heading"))</h2>\(levels.html)\
            \(voice("learner-voice", words("decide.voice.learner", ["name": matter.name])))\
            \(voice("family-voice", words("decide.voice.family")))\(rationale.area(words))\(told)
            <details\(isOpen)><summary>\(words("decide.dissent"))</summary>\(dissent.area(words))</details>
            <div class="actions"><button>\(words("decide.do"))</button><a href="\(back)">\(words("decide.later"))</a></div>\
            </section>
            """
    }

    private func voice(_ name: String, _ legend: String) -> HTML {
        let none = Mastery.Voice.notYetHeard.rawValue
        let chosen = form.map { $0[name] } ?? none
        return ChoiceSet(
            name: name, legend: legend,
            items: [
                .init(value: Mastery.Voice.agrees.rawValue, label: words("voice.agrees")),
                .init(value: Mastery.Voice.differs.rawValue, label: words("voice.differs")),
                .init(value: none, label: words("voice.notYet")),
            ], selected: [chosen.isEmpty ? none : chosen]
        ).html
    }

    /// That they were told before: asked only where there is something that could become less.
    private var told: HTML {
        guard let shown = matter.row?.demonstrated, home.scale.levels.contains(where: { $0.level < shown.level }) else {
            return HTML()
        }
        return ChoiceSet(
            name: "notice", legend: words("decide.notice"),
            items: [.init(value: "yes", label: words("decide.notice.yes"))], selected: Set(form?.all("notice") ?? []),
            error: errors["notice"], type: "checkbox", look: ""
        ).html
    }
}
