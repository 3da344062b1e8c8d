import EventLog
import HTTPTypes
import Hummingbird
import LearningRecord
import LibPQ
import Markup
import Projections

/// The learners of a section to whom nothing was offered this term, by name; something is offered to them from here.
struct WithoutOffer {
    /// What a list is made of.
    private struct Found: Sendable {
        /// The term of today; `nil` where the roster has none.
        let term: (from: CalendarDate, to: CalendarDate)?
        /// Since when each is in the section.
        let since: [LearnerID: CalendarDate]
        /// Those who were offered something.
        let offered: Set<LearnerID>
    }

    let section: OpenSection
    let errors: FieldErrors
    private let found: Found

    private var words: PageWords { section.words }

    /// - Throws: `EventLogError`.
    init(_ section: OpenSection, errors: FieldErrors = FieldErrors()) async throws {
        (self.section, self.errors) = (section, errors)
        let log = try section.page.visit.log()
        let shown = try await LinkedLearners(log: log).shown(section.needs.learners.map(\.id))
        found = try await Self.find(shown, in: section.head.id, section.needs.day, log)
    }

    static func show(_ visit: Visit) async throws -> Response {
        try await WithoutOffer(try await OpenSection(visit, what: "sectionWithoutOffer")).answer()
    }

    /// The page.
    func answer() -> Response {
        let learners = section.needs.learners.filter { !found.offered.contains($0.id) }
        if section.needs.learners.isEmpty {
            return section.answer(.withoutOffer, title: words("without.title"), isLive: false, section.empty)
        }
        guard !learners.isEmpty else {
            return section.answer(
                .withoutOffer, title: words("without.title"), isLive: false,
                """
                <div class="empty">\(Mark.done.html)<h2>\(words("without.none"))</h2><p>\(words("without.noneText"))</p></div>
                """)
        }
        let lead =
            found.term.map {
                words.html("without.lead", ["from": words.time($0.from), "to": words.time($0.to)])
            } ?? HTML(text: words("without.leadNoTerm"))
        return section.answer(
            .withoutOffer, title: words("without.title"), lead: lead, notice: errors.summary(words), isLive: false,
            status: errors.isEmpty ? .ok : .unprocessableContent, section.mayRecord ? form(learners) : list(learners))
    }

    private func form(_ learners: [SectionNeeds.Learner]) -> HTML {
        """
        <form method="post" action="\(section.path)/record" novalidate>\
        <input type="hidden" name="\(Page.eventField)" value="\(Page.newEventID().description)">\
        <input type="hidden" name="view" value="\(OpenSection.View.withoutOffer.rawValue)">
        <div class="need"><h2>\(words("without.heading"))</h2>\
        \(Everyone(list: "picks-0", ticks: learners.map { Tick($0.id) }).html(words))</div>\(list(learners))
        <div class="actions"><button name="as" value="offer">\(words("without.offer"))</button></div></form>
        """
    }

    private func list(_ learners: [SectionNeeds.Learner]) -> HTML {
        let lines = learners.enumerated().map { row, learner -> HTML in
            let since = found.since[learner.id].map { words.html("without.here", ["date": words.time($0)]) }
            return Pick(
                id: "pick-0-\(row)", tick: Tick(learner.id), name: section.name(learner), what: since,
                isTicked: errors.isEmpty, isOpen: section.mayRecord
            ).html(words)
        }
        return #"<ul class="picks" id="picks-0">\#(lines)</ul>"#
    }

    /// - Parameter shown: under which id each id of a person is shown.
    private static func find(
        _ shown: [LearnerID: LearnerID], in section: SectionID, _ day: CalendarDate, _ log: EventLog
    ) async throws -> Found {
        let tenant = log.district.tenant
        let ids = Array(shown.keys)
        return try await log.run { session in
            // The section's own term before any other of today; of several the shortest.
            let term = try session.query(
                """
                select t.starts_on, t.ends_on from ref.term t
                  left join ref.section s on s.tenant = t.tenant and s.section = \(section)
                 where t.tenant = \(tenant) and t.ended_on is null and t.starts_on <= \(day) and t.ends_on >= \(day)
                 order by t.term = any(s.terms) desc, t.ends_on - t.starts_on, t.term limit 1
                """
            ).first.map { row in (try row[0, as: CalendarDate.self], try row[1, as: CalendarDate.self]) }
            var since: [LearnerID: CalendarDate] = [:]
            for row in try session.query(
                """
                select learner, min(starts_on) from proj.access_enrolment
                 where tenant = \(tenant) and section = \(section) and learner = any(\(ids)) group by learner
                """)
            {
                let id = try row[0, as: LearnerID.self]
                let day = try row[1, as: CalendarDate.self]
                let learner = shown[id] ?? id
                since[learner] = min(since[learner] ?? day, day)
            }
            let from = term?.0
            let offered = try session.query(
                """
                select distinct o.learner from proj.access_offer o
                 where o.tenant = \(tenant) and o.learner = any(\(ids)) and o.offered_on <= \(day)
                   and o.offered_on >= coalesce(\(from)::date,
                       (select min(e.starts_on) from proj.access_enrolment e where e.tenant = \(tenant)
                           and e.section = \(section) and e.learner = o.learner), '-infinity'::date)
                """
            ).column(as: LearnerID.self)
            return Found(
                term: term.map { (from: $0.0, to: $0.1) }, since: since, offered: Set(offered.map { shown[$0] ?? $0 }))
        }
    }
}
