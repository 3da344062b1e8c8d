import EventLog
import LearningRecord
import LibPQ
import Projections

extension Authority {
    /// Whether a section's learners may be seen together: by those who teach it now, and those who keep its school's
    /// records. Where there is no such section, nobody may.
    /// - Throws: `EventLogError`.
    func allowsSection(_ section: SectionID, _ principal: Principal) async throws -> Bool {
        try await relationship(of: principal, to: section) != nil
    }

    /// How somebody stands to all learners of a section; `nil` where they may not be seen together, or where there is no
    /// such section.
    /// - Throws: `EventLogError`.
    func relationship(of principal: Principal, to section: SectionID) async throws -> Relationship? {
        let tenant = log.district.tenant
        let me = principal.account?.person
        let found = try await log.run { session in
            try session.query(
                """
                select s.school, exists (select from ref.enrolment t where t.tenant = \(tenant)
                         and t.section = s.section and t.person = \(me) and t.part in ('teacher', 'aide')
                         and \(sql: Self.isCurrent("t")))
                  from ref.section s where s.tenant = \(tenant) and s.section = \(section)
                """
            ).first.map { row in (school: try row[0, as: SchoolID?.self], teaches: try row[1, as: Bool.self]) }
        }
        guard let found else { return nil }
        if let token = principal.token { return token.scopes.contains(.readRecords) ? .system : nil }
        if found.teaches { return .teacher(section) }
        if let school = found.school { return principal.holds(.registrar, at: school) ? .registrar(school) : nil }
        return principal.holds(.registrar) ? .registrar(nil) : nil
    }

    /// The learners whose records are closed to somebody whatever a roster says, under all their ids: they are left out
    /// wherever several learners are shown together.
    /// - Throws: `EventLogError`.
    func closed(to principal: Principal) async throws -> Set<LearnerID> {
        guard let me = principal.account?.person else { return [] }
        let tenant = log.district.tenant
        let restricted = try await log.run { session in
            try session.query(
                """
                select distinct learner from access.restriction
                 where tenant = \(tenant) and person = \(me) and ended_at is null
                """
            ).column(as: LearnerID.self)
        }
        var closed = Set(restricted)
        for learner in restricted { closed.formUnion(try await IdentityReader(log: log).ids(of: learner)) }
        return closed
    }
}
