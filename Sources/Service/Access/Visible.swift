import EventLog
import LearningRecord
import LibPQ
import ReferenceData

/// What somebody may look for: the learners and sections that are theirs to see, page by page. ``Authority`` has the last
/// word on each learner; what is asked here only keeps it from being asked about a whole district.
struct Visible: Sendable {
    /// Some of what there is.
    struct Page<Item: Sendable>: Sendable {
        let items: [Item]
        /// The last that was looked at; `nil` where nothing comes behind it.
        let next: String?
    }

    /// A section as people know it.
    struct Section: Sendable {
        let id: SectionID
        let sourceID: String
        let title: String
        let school: SchoolID?
        let schoolName: String?
        let terms: [String]
    }

    let log: EventLog
    let principal: Principal

    /// The learners of a name or id whose records the caller may read, by name.
    /// - Parameters:
    ///   - query: a part of a name, `roster:SOURCEDID`, or a UUID; `nil` for all.
    ///   - after: behind whom to go on.
    /// - Throws: `EventLogError`.
    func learners(_ query: String?, after: LearnerID?, limit: Int) async throws -> Page<Person> {
        let tenant = log.district.tenant
        let condition: SQL = "\(sql: named(query)) and \(sql: reach())"
        let (found, people) = try await log.run { session in
            let found = try session.query(
                """
                select p.person from ref.person p
                 where p.tenant = \(tenant) and 'student' = any(p.roles) and p.erased_at is null and \(sql: condition)
                   and (\(after)::uuid is null
                        or (coalesce(p.family_name, ''), coalesce(p.given_name, ''), p.source_id) >
                           (select coalesce(c.family_name, ''), coalesce(c.given_name, ''), c.source_id
                              from ref.person c where c.tenant = \(tenant) and c.person = \(after)))
                 order by coalesce(p.family_name, ''), coalesce(p.given_name, ''), p.source_id limit \(limit + 1)
                """
            ).column(as: LearnerID.self)
            return (found, try PersonDirectory.people(session, tenant: tenant, ids: found))
        }
        let known = Dictionary(people.map { ($0.id, $0) }) { first, _ in first }
        let page = found.prefix(limit)
        var shown: [Person] = []
        for learner in page {
            guard let person = known[learner], try await mayRead(learner) else { continue }
            shown.append(person)
        }
        return Page(items: shown, next: found.count > limit ? page.last?.description : nil)
    }

    /// The sections whose learners the caller may see together, by title.
    /// - Throws: `EventLogError`.
    func sections(after: SectionID?, limit: Int) async throws -> Page<Section> {
        let tenant = log.district.tenant
        let isAll = principal.token != nil || principal.schools(as: .registrar) == nil
        let schools = Array(principal.schools(as: .registrar) ?? [])
        let me = principal.account?.person
        let found = try await log.run { session in
            try session.query(
                """
                select s.section, s.source_id, s.title, s.school, o.name,
                       array(select t.title from ref.term t where t.tenant = s.tenant and t.term = any(s.terms)
                              order by t.starts_on, t.title)
                  from ref.section s left join ref.school o on o.tenant = s.tenant and o.school = s.school
                 where s.tenant = \(tenant) and s.ended_on is null
                   and (\(isAll) or s.school = any(\(schools))
                        or s.section in (select t.section from ref.enrolment t where t.tenant = \(tenant)
                              and t.person = \(me) and t.part in ('teacher', 'aide') and \(sql: Authority.isCurrent("t"))))
                   and (\(after)::uuid is null
                        or (s.title, s.section) > (select c.title, c.section from ref.section c
                                                    where c.tenant = \(tenant) and c.section = \(after)))
                 order by s.title, s.section limit \(limit + 1)
                """
            ).map { row in
                Section(
                    id: try row[0, as: SectionID.self], sourceID: try row[1, as: String.self],
                    title: try row[2, as: String.self], school: try row[3, as: SchoolID?.self],
                    schoolName: try row[4, as: String?.self], terms: try row[5, as: [String].self])
            }
        }
        let page = Array(found.prefix(limit))
        return Page(items: page, next: found.count > limit ? page.last?.id.description : nil)
    }

    private func mayRead(_ learner: LearnerID) async throws -> Bool {
        // A token has its scope for the whole district.
        if principal.token != nil { return true }
        return try await Authority(log: log).basis(of: principal, for: .read, learner) != nil
    }

    private func named(_ query: String?) -> SQL {
        guard let query else { return "true" }
        if let id = LearnerID(query) { return "p.person = \(id)" }
        let prefix = "roster:"
        if query.hasPrefix(prefix) { return "p.source_id = \(String(query.dropFirst(prefix.count)))" }
        let words = query.split { $0.isWhitespace || $0 == "," }.map { $0.lowercased() }
        return """
            not exists (select from unnest(\(words)) word where strpos(
                lower(concat_ws(' ', p.given_name, p.preferred_name, p.middle_name, p.family_name)), word) = 0)
            """
    }

    /// Whom the caller could have a relationship to.
    private func reach() -> SQL {
        guard let account = principal.account else { return "true" }
        let schools = principal.schools(as: .registrar)
        if schools == nil { return "true" }
        let tenant = log.district.tenant
        let me = account.person
        let children = principal.grants.filter { $0.role == .family }.compactMap(\.learner)
        return """
            (p.person = \(me) or p.person = any(\(children))
             or p.person in (select r.person from ref.relationship r
                              where r.tenant = \(tenant) and r.other = \(me) and r.ended_on is null)
             or p.person in (select l.person from ref.enrolment t
                               join ref.enrolment l on l.tenant = t.tenant and l.section = t.section
                              where t.tenant = \(tenant) and t.person = \(me) and t.part in ('teacher', 'aide')
                                and l.part = 'student' and \(sql: Authority.isCurrent("t"))
                                and \(sql: Authority.isCurrent("l")))
             or p.person in (select e.person from ref.enrolment e
                              where e.tenant = \(tenant) and e.school = any(\(Array(schools ?? []))))
             or p.person in (select o.learner from access.opening o where o.tenant = \(tenant)
                                and o.account = \(account.id) and o.expires_at > clock_timestamp()))
            """
    }
}
