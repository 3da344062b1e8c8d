import EventLog
import LearningRecord
import LibPQ

/// The first night of a district: there is nothing to compare with, so everything that stands in the files is added as it
/// is. It says and does what the other nights would, only without asking of each row whether it is known.
///
/// References are checked by what was added: where that is all there is, none of them leads nowhere. Otherwise it is
/// looked at row by row, and what was added goes when the import is refused.
extension RosterMerge {
    /// Whether nobody is known in a district, and so nothing of anybody.
    static func isFirstNight(_ session: Session, tenant: Int32) throws -> Bool {
        try session.query(
            """
            select not exists (select from ref.person where tenant = \(tenant))
               and not exists (select from ref.person_role where tenant = \(tenant))
               and not exists (select from ref.relationship where tenant = \(tenant))
               and not exists (select from ref.group_membership where tenant = \(tenant))
               and not exists (select from ref.enrolment where tenant = \(tenant))
            """
        ).single(as: Bool.self)
    }

    /// Active rows of a staged file.
    private func activeRows(of staging: StagingTable) throws -> Int64 {
        try count("select count(*) from pg_temp.\(unsafeRaw: staging.name) where is_active")
    }

    /// The parts of people.
    /// - Parameter ofUsers: whether they come from `users.csv`, where only those were staged that lead somewhere.
    func beginRoles(ofUsers: Bool, _ report: inout RosterReport) throws {
        let added = Int64(
            try session.execute(
                """
                insert into ref.person_role (tenant, source_id, person, school, role, starts_on, ends_on, fingerprint,
                       modified_at)
                select \(tenant), s.source_id, p.person, o.school, s.role, s.starts_on, s.ends_on, s.fingerprint,
                       s.modified
                  from pg_temp.roster_role s
                  join ref.person p on p.tenant = \(tenant) and p.source_id = s.person
                  join ref.school o on o.tenant = \(tenant) and o.source_id = s.org
                 where s.is_active
                """))
        if !ofUsers, added < (try activeRows(of: RolesFile.staging)) { try checkRoles() }
        report.update(RolesFile.name) { $0.added = added }
    }

    /// Groups; birth dates came with the people.
    func beginMemberships(_ report: inout RosterReport) throws {
        let added = try count(
            """
            select count(*) from pg_temp.roster_demographics s
              join ref.person p on p.tenant = \(tenant) and p.source_id = s.source_id where s.is_active
            """)
        if added < (try activeRows(of: DemographicsFile.staging)) { try checkDemographics() }
        report.update(DemographicsFile.name) { $0.added = added }
        report.groups.opened = Int64(
            try session.execute(
                """
                insert into ref.group_membership (tenant, learner, dimension, member_of, valid_from, known_from)
                select \(tenant), p.person, u.dimension, u.new_group, '-infinity', now()
                  from pg_temp.roster_demographics s
                  join ref.person p on p.tenant = \(tenant) and p.source_id = s.source_id
                  cross join lateral unnest(s.dimensions, s.groups) u(dimension, new_group)
                 where s.is_active and u.new_group is not null
                """))
    }

    /// Enrolments, and an event for each of a student, in the order of the file.
    func beginEnrolments(_ report: inout RosterReport) throws {
        let added = Int64(
            try session.execute(
                """
                insert into ref.enrolment (tenant, source_id, person, section, school, part, starts_on, ends_on, event_id,
                       fingerprint, modified_at)
                select \(tenant), s.source_id, p.person, c.section, coalesce(o.school, c.school), s.part, d.starts_on,
                       case when s.ends_on < d.starts_on then d.starts_on else s.ends_on end,
                       case when s.part = \(RosterRole.student) then s.event end, s.fingerprint, s.modified
                  from pg_temp.roster_enrolment s
                  join ref.person p on p.tenant = \(tenant) and p.source_id = s.person
                  join ref.section c on c.tenant = \(tenant) and c.source_id = s.class
                  left join ref.school o on o.tenant = \(tenant) and o.source_id = s.school
                  cross join lateral (select coalesce(s.starts_on, (select min(t.starts_on) from ref.term t
                       where t.tenant = \(tenant) and t.term = any(c.terms)), \(asOf)) as starts_on) d
                 where s.is_active and (s.school is null or o.school is not null)
                   and (o.school is not null or c.school is not null)
                """))
        if added < (try activeRows(of: EnrollmentsFile.staging)) { try checkEnrolments() }
        try problems.check()
        report.update(EnrollmentsFile.name) { $0.added = added }
        // Ids of events grow as the rows were read.
        report.events.enrolled = Int64(
            try session.execute(
                """
                insert into ref.pending_event (tenant, n, event_id, kind, learner, school, section, course, occurred_on,
                       starts_on, ends_on)
                select \(tenant), (select coalesce(max(n), 0) from ref.pending_event where tenant = \(tenant))
                           + row_number() over (order by e.event_id),
                       e.event_id, \(EventKind.enrolled.rawValue), e.person, e.school, e.section, c.course, e.starts_on,
                       e.starts_on, e.ends_on
                  from ref.enrolment e join ref.section c on c.tenant = \(tenant) and c.section = e.section
                 where e.tenant = \(tenant) and e.event_id is not null
                """))
    }
}
