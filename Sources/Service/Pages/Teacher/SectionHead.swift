import EventLog
import LearningRecord
import LibPQ

/// What a section is called, where and when it is.
struct SectionHead: Hashable, Sendable {
    let id: SectionID
    let title: String
    let school: SchoolID?
    let schoolName: String?
    /// Its terms, by title, the first first.
    let terms: [String]

    /// The school and the terms.
    var kicker: String { ([schoolName].compactMap(\.self) + terms).joined(separator: ", ") }

    /// A section; `nil` where there is none.
    /// - Throws: `EventLogError`.
    static func read(_ section: SectionID, in log: EventLog) async throws -> SectionHead? {
        try await all("s.section = \(section)", in: log).first
    }

    /// The sections that somebody teaches today, by title.
    /// - Throws: `EventLogError`.
    static func taught(by person: PersonID, in log: EventLog) async throws -> [SectionHead] {
        let tenant = log.district.tenant
        return try await all(
            """
            s.ended_on is null and s.section in (select t.section from ref.enrolment t
              where t.tenant = \(tenant) and t.person = \(person) and t.part in ('teacher', 'aide')
                and \(sql: Authority.isCurrent("t")))
            """, in: log)
    }

    private static func all(_ condition: SQL, in log: EventLog) async throws -> [SectionHead] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select s.section, s.title, s.school, o.name,
                       array(select t.title from ref.term t where t.tenant = s.tenant and t.term = any(s.terms)
                              order by t.starts_on, t.title)
                  from ref.section s left join ref.school o on o.tenant = s.tenant and o.school = s.school
                 where s.tenant = \(tenant) and (\(sql: condition))
                 order by s.title, s.section
                """
            ).map { row in
                SectionHead(
                    id: try row[0, as: SectionID.self], title: try row[1, as: String.self],
                    school: try row[2, as: SchoolID?.self], schoolName: try row[3, as: String?.self],
                    terms: try row[4, as: [String].self])
            }
        }
    }
}
