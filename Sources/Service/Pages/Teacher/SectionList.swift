import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import Markup
import Projections

/// The learners of a section, by what comes next for them or by name, with boxes to tick and a panel that records
/// something for those who are ticked. Inside of whatever stands together they stand by name, and never by level.
struct SectionList {
    let section: OpenSection
    let view: OpenSection.View
    let tasks: [String]
    let choices: CompetencyChoices
    /// What was sent, where it could not be recorded and is shown again.
    var form: Form?
    /// Who was ticked, where it was not by a box of this page.
    var targets: [LearnerID] = []
    var errors = FieldErrors()
    var notice = HTML()

    private var words: PageWords { section.words }

    /// - Throws: `EventLogError`.
    init(_ section: OpenSection, _ view: OpenSection.View) async throws {
        let log = try section.page.visit.log()
        (self.section, self.view) = (section, view)
        tasks = try await SectionHabits(log: log, section: section.head.id).tasks(
            of: section.needs.learners.map(\.id), by: try section.page.visit.someone().account?.asserting)
        choices = try await CompetencyChoices(
            touching: section.needs.groups.compactMap(\.item?.competency), in: log)
    }

    /// The page.
    func answer() -> Response {
        let needs = section.needs
        if needs.learners.isEmpty {
            return section.answer(view, title: section.head.title, isLive: false, section.empty)
        }
        let lead = HTML(text: words(view == .name ? "section.leadName" : "section.lead"))
        let isFirst = needs.groups.allSatisfy { $0.need == .beginning }
        let first: HTML? =
            isFirst && view == .need
            ? """
            <div class="notice"><h2>\(words("section.first.heading"))</h2><p>\(words("section.first.text"))</p></div>
            """ : nil
        let panel = RecordPanel(
            words: words, tasks: tasks, choices: choices, form: form, errors: errors, asksWhatAbout: view == .name)
        let lists = view == .name ? byName : byNeed
        let content: HTML =
            section.mayRecord
            ? """
            <form method="post" action="\(section.path)/record" class="recording columns" novalidate>\
            <input type="hidden" name="\(Page.eventField)" value="\(Page.newEventID().description)">\
            <input type="hidden" name="view" value="\(view.rawValue)">
            <div>\(lists)</div>
            \(panel.html)</form>
            """ : lists
        return section.answer(
            view, title: section.head.title, lead: isFirst && view == .need ? nil : lead,
            notice: errors.isEmpty ? notice : errors.summary(words), isLive: errors.isEmpty,
            status: errors.isEmpty ? .ok : .unprocessableContent, "\(view == .need ? jumps : HTML())\(first)\(content)")
    }

    private var ticked: Set<String> { Set(form?.ticked("about") ?? []) }

    /// The boxes that are ticked when the page comes again; of somebody who came from elsewhere, the first.
    private func isTicked(_ tick: Tick, isFirst: Bool) -> Bool {
        ticked.contains(tick.text) || (isFirst && ticked.isEmpty && targets.contains(tick.learner))
    }

    private func isFirst(_ learner: LearnerID, in place: Int) -> Bool {
        !section.needs.groups.prefix(place).contains { $0.lines.contains { $0.learner.id == learner } }
    }

    /// The field to which an error about the boxes leads: the first box.
    static let firstBox = "pick-0-0"

    // MARK: By need

    private var needsThere: [SectionNeeds.Need] {
        SectionNeeds.Need.allCases.filter { need in section.needs.groups.contains { $0.need == need } }
    }

    private var jumps: HTML {
        guard needsThere.count > 1 else { return HTML() }
        let links = needsThere.map { need -> HTML in
            ##"<li><a href="#need-\##(need.rawValue)">\##(NeedWords(words: words).title(need))</a></li>"##
        }
        return """
            <nav class="wide-only" aria-label="\(words("section.jump"))"><ul class="links">\(links)</ul></nav>
            """
    }

    private var byNeed: HTML {
        var html = HTML()
        for need in needsThere {
            var lists = HTML()
            for (place, group) in section.needs.groups.enumerated() where group.need == need {
                lists = lists + list(of: group, place)
            }
            let id = "need-\(need.rawValue)"
            html =
                html + """
                    <section aria-labelledby="\(id)"><h2 id="\(id)">\(NeedWords(words: words).title(need))</h2>\(lists)</section>
                    """
        }
        return html
    }

    private func list(of group: SectionNeeds.Group, _ place: Int) -> HTML {
        let parts = [group.named.map { HTML(text: $0) }, group.item.map(section.heading)].compactMap(\.self)
        let id = "picks-\(place)"
        let everyone: HTML? =
            section.mayRecord && group.lines.count > 1
            ? Everyone(
                list: id, ticks: group.lines.map { tick($0, in: group) },
                about: group.named ?? group.item.map { $0.code ?? $0.statement }
            ).html(words) : nil
        let heading: HTML? =
            parts.isEmpty
            ? everyone
            : #"<div class="need"><h3>\#(parts[0])\#(parts.dropFirst().map { ", " + $0 })</h3>\#(everyone)</div>"#
        let lines = group.lines.enumerated().map { row, line -> HTML in
            Pick(
                id: "pick-\(place)-\(row)", tick: tick(line, in: group), name: section.name(line.learner),
                about: group.item.map { $0.code ?? section.competencies[$0.competency]?.title ?? $0.statement },
                decision: section.mayRecord ? group.need.decision : nil,
                what: NeedWords(words: words).say(line.detail),
                isTicked: isTicked(tick(line, in: group), isFirst: isFirst(line.learner.id, in: place)),
                isOpen: section.mayRecord
            ).html(words)
        }
        return #"\#(heading)<ul class="picks" id="\#(id)">\#(lines)</ul>"#
    }

    /// What a line is about: the competency that the record names, where a newer one took its place.
    private func tick(_ line: SectionNeeds.Line, in group: SectionNeeds.Group) -> Tick {
        if case .pending(_, let entry) = line.detail, let older = entry.recordedUnder {
            return Tick(line.learner.id, older.competency)
        }
        return Tick(line.learner.id, group.item?.competency)
    }

    // MARK: By name

    private var byName: HTML {
        let lines = section.needs.learners.enumerated().map { row, learner -> HTML in
            let mine = section.needs.groups.filter { group in group.lines.contains { $0.learner.id == learner.id } }
            var seen: Set<SectionNeeds.Need> = []
            let titles = mine.map(\.need).filter { seen.insert($0).inserted }
                .map { NeedWords(words: words).title($0).lowercasedFirst }
            return Pick(
                id: "pick-0-\(row)", tick: Tick(learner.id), name: section.name(learner),
                what: titles.isEmpty ? nil : HTML(text: titles.joined(separator: ", ")),
                isTicked: isTicked(Tick(learner.id), isFirst: true), isOpen: section.mayRecord
            ).html(words)
        }
        let everyone: HTML? =
            section.mayRecord
            ? Everyone(list: "picks-0", ticks: section.needs.learners.map { Tick($0.id) }).html(words) : nil
        return """
            <section><div class="need"><h2>\(words("section.learners"))</h2>\(everyone)</div>\
            <ul class="picks" id="picks-0">\(lines)</ul></section>
            """
    }
}

extension SectionNeeds.Need {
    /// Where people decide about it, where it is about something of which people decide.
    fileprivate var decision: (key: String, anchor: String)? {
        switch self {
        case .decision, .anotherLook, .reading, .evidence: ("section.decide", "")
        case .learnerVoice, .familyVoice: ("section.heard", "#heard")
        case .support, .answer, .nextStep, .beginning: nil
        }
    }
}

extension String {
    /// The same with a small letter at its beginning, inside of a sentence.
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }

    /// The same with a capital letter at its beginning, where a sentence begins with it.
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
