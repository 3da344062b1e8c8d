import EventLog
import LearningRecord
import LibPQ
import Projections
import ReferenceData

/// The people whom a figure of access counts at one school, by name: for whoever leads it.
struct EquityPeople: Sendable {
    struct Item: Sendable {
        let id: LearnerID
        let name: String?
        /// Of the window, by title.
        let sections: [String]
        /// The first day at the school.
        let since: CalendarDate?
        /// The first offer of the window.
        let offer: (opportunity: String, on: CalendarDate)?

        /// People without a section come last.
        var order: [String] { [sections.first ?? "\u{10FFFF}", name ?? "", id.description] }
    }

    /// How many there are at the most.
    static let limit = 10_000

    /// By section, then by name.
    let items: [Item]

    /// - Parameter window: the days of `access`.
    /// - Throws: `EventLogError`.
    init(_ access: ExplainedCell.Access, in window: AccessWindow, _ log: EventLog) async throws {
        let ids = try await Explain(log: log).learners(of: access, limit: Self.limit)
        let tenant = log.district.tenant
        items = try await log.run { session in
            let people = try PersonDirectory.people(session, tenant: tenant, ids: ids)
            let names = Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first }
            let rows = try session.query(
                """
                with asked as (
                    select l as learner, coalesce(i.ids, array[l]) as ids from unnest(\(ids)::uuid[]) l
                      left join proj.identity_person i on i.tenant = \(tenant) and i.learner = l)
                select a.learner, array(
                           select distinct s.title from ref.enrolment e
                             join ref.section s on s.tenant = e.tenant and s.section = e.section
                            where e.tenant = \(tenant) and e.person = any(a.ids) and e.school = \(access.school)
                              and e.part = 'student' and e.ended_on is null and e.starts_on <= \(window.to)
                              and coalesce(e.ends_on, 'infinity') >= \(window.from) order by 1),
                       (select min(p.starts_on) from proj.access_presence p
                         where p.tenant = \(tenant) and p.learner = any(a.ids) and p.school = \(access.school)
                           and coalesce(p.ends_on, 'infinity') >= \(window.from)),
                       o.opportunity, o.offered_on
                  from asked a
                  left join lateral (
                       select f.opportunity, c.offered_on from proj.access_counted c
                         join proj.access_offer f on f.tenant = c.tenant and f.learner = c.offered_to and f.offer = c.offer
                        where c.tenant = \(tenant) and c.learner = a.learner and c.school = \(access.school)
                          and c.offered_on between \(window.from) and \(window.to)
                          and (\(access.form) = \(AccessQuery.anyForm) or c.form = \(access.form))
                        order by c.offered_on, c.offer limit 1) o on true
                """)
            return try rows.map { row in
                let id = try row[0, as: LearnerID.self]
                let opportunity = try row[3, as: String?.self]
                let day = try row[4, as: CalendarDate?.self]
                let offer = opportunity.flatMap { opportunity in day.map { (opportunity, $0) } }
                return Item(
                    id: id, name: names[id] ?? nil, sections: try row[1, as: [String].self],
                    since: try row[2, as: CalendarDate?.self], offer: offer)
            }.sorted { $0.order.lexicographicallyPrecedes($1.order) }
        }
    }
}
