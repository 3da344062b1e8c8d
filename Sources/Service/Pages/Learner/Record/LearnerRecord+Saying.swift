import LearningRecord
import Markup

/// Who said something in a record, as its page says it.
struct RecordSpeaker {
    let page: LearnerPage
    let record: LearnerRecord

    /// Whether it was whoever reads the page.
    func isReader(_ assertion: Assertion) -> Bool {
        guard let person = assertion.person, let account = page.page.visit.principal?.account else { return false }
        return person == account.asserting || (page.reader == .learner && page.ids.contains(person))
    }

    /// What somebody is called: the learner by the first name, others by their names, else by their part.
    func name(_ assertion: Assertion) -> String {
        guard let person = assertion.person else { return page.words("learner.system") }
        if page.ids.contains(person) { return page.first }
        return record.people[person] ?? page.words("learner.role.\(assertion.role.rawValue)")
    }

    /// Who added something.
    func added(_ assertion: Assertion) -> String {
        if isReader(assertion) { return page.words("continuum.piece.byYou") }
        return page.words("continuum.piece.by", ["name": name(assertion)])
    }

    /// What a piece of evidence is called: its title, else its task, else what sort it is.
    func title(_ event: LearningEvent) -> String {
        if let title = event.words["title"] { return title }
        guard case .evidence(let facts) = event.facts else { return page.words("evidence.kicker") }
        return facts.task?.text ?? page.words("piece.form.\(facts.form.rawValue)")
    }

    /// Evidence in a list: its title, where and when it was shown, what it speaks to, who added it, and what was said.
    func piece(_ recorded: RecordedEvent, level: String?) -> HTML {
        let event = recorded.event
        var context: String?
        if case .evidence(let facts) = event.facts { context = facts.context?.text }
        let day = page.words.time(event.occurredAt)
        let place: HTML = context.map { "\($0), \(day)." } ?? "\(day)."
        let speaks: HTML =
            level.map { level in
                let level: HTML = "<strong>\(level)</strong>"
                return " \(page.words.html("continuum.piece.speaksTo", ["level": level]))"
            } ?? HTML()
        let own: HTML? = event.words["narrative"].map { #"<p class="said">\#(page.words.quoted($0))</p>"# }
        return """
            <li><p><a href="\(page.base)/evidence/\(event.id.description)">\(title(event))</a></p>\
            <p class="said">\(place)\(speaks) \(added(event.assertedBy))</p>\(own)</li>
            """
    }
}
