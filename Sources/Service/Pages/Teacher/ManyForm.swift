import EventLog
import Hummingbird
import LearningRecord
import Projections

/// What somebody sent to be recorded for several learners of a section at once.
struct ManyForm: Sendable {
    /// A learner, and what is recorded of them.
    struct Target: Sendable {
        let learner: SectionNeeds.Learner
        /// What the learner was ticked under, each once.
        let competencies: [CompetencyID]
    }

    let section: OpenSection
    let form: Form
    /// Those who are ticked, by name.
    let targets: [Target]
    /// The competency that was chosen for all; `nil` where each stands under their own.
    let chosen: CompetencyID?

    /// What was ticked in a section.
    /// - Parameter field: the name of the boxes.
    /// - Throws: as ``init(_:_:ticks:)``.
    init(_ section: OpenSection, _ form: Form, field: String = "about") throws(Problem) {
        let ticks = form.ticked(field).map(Tick.init)
        guard !ticks.contains(nil) else { throw Problem(.badRequest, "A box has a value that none of the page has.") }
        try self.init(section, form, ticks: ticks.compactMap(\.self))
    }

    /// - Throws: ``Problem`` where somebody is ticked who is not in the section any more: all or nothing.
    init(_ section: OpenSection, _ form: Form, ticks: [Tick]) throws(Problem) {
        (self.section, self.form) = (section, form)
        chosen = form.id("competency")
        let known = Set(section.needs.learners.map(\.id))
        guard ticks.allSatisfy({ known.contains($0.learner) }) else {
            throw Problem(.conflict, "Somebody who was ticked is not in the section any more; nothing was recorded.")
        }
        let under = Dictionary(grouping: ticks, by: \.learner)
        targets = section.needs.learners.compactMap { learner in
            guard let ticks = under[learner.id] else { return nil }
            var seen: Set<CompetencyID> = []
            return Target(
                learner: learner, competencies: ticks.compactMap(\.competency).filter { seen.insert($0).inserted })
        }
    }

    var words: PageWords { section.words }
    /// Where the form was.
    var view: OpenSection.View { OpenSection.View(rawValue: form["view"]) ?? .need }

    /// What is recorded of a learner: the competency chosen for all, else those under which the learner is ticked.
    func competencies(of target: Target) -> [CompetencyID] { chosen.map { [$0] } ?? target.competencies }

    /// The one competency that all of it is about; `nil` where it is about none or about several.
    var common: CompetencyID? {
        let all = Set(targets.flatMap { competencies(of: $0) })
        return all.count == 1 && targets.allSatisfy { !competencies(of: $0).isEmpty } ? all.first : nil
    }

    /// One event for each target, as many as there are facts for.
    func events(_ facts: (Target) -> (facts: Facts, words: Words)?) -> [LearningEvent] {
        let now = Page.now()
        return targets.enumerated().compactMap { place, target in
            guard let said = facts(target) else { return nil }
            return section.page.event(
                Page.eventID(once: form, place), of: target.learner.id, at: now, school: section.head.school,
                section: section.head.id, said.facts, words: said.words)
        }
    }

    /// Records events, and goes back to the section, which says what was saved.
    /// - Throws: as ``Page/recordOnce(_:)``.
    func save(_ events: [LearningEvent], as what: SavedNotice.What) async throws -> Response {
        try await section.page.recordOnce(events)
        return Page.seeOther(SavedNotice.path(section, view, what, events.map(\.id)))
    }

    /// The hidden fields that go on to the next form: some of this one, what it is about, and everybody who was ticked, so
    /// that the page can come again with all of them.
    func hidden(_ names: [String], about competency: CompetencyID?) -> [(name: String, value: String)] {
        var fields = ([Page.eventField, "view"] + names).map { (name: $0, value: form[$0]) }
        fields.append((name: "competency", value: competency.map(\.description) ?? ""))
        fields += targets.map { (name: "all", value: $0.learner.id.description) }
        return fields
    }
}
