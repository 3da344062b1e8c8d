import EventLog
import LearningRecord
import LibPQ

extension RosterMerge {
    /// Enrolments, and the learning events that follow from those of students.
    ///
    /// What changed is decided first, in `roster_change`; then `ref.enrolment` follows it, and the events are put where
    /// they wait for the log, all in the transaction of the import. See `Docs/formats/oneroster.md` for the decisions.
    func mergeEnrolments(_ mode: RosterManifest.Mode, _ report: inout RosterReport) throws {
        if isFirstNight, problems.count == 0 { return try beginEnrolments(&report) }
        try checkEnrolments()
        // Nothing below has an answer for a row that leads nowhere.
        try problems.check()
        try decideChanges(mode)
        try decideOperations()
        try countEnrolments(mode, &report)
        try writeEnrolments()
        try writeEvents(&report)
    }

    /// Reports rows that name a person, a class or a school that is nowhere.
    func checkEnrolments() throws {
        for (column, source, table) in [
            ("userSourcedId", "person", "ref.person"), ("classSourcedId", "class", "ref.section"),
            ("schoolSourcedId", "school", "ref.school"),
        ] {
            try reportUnresolved(
                file: EnrollmentsFile.name, column: column, "nothing has this sourcedId",
                """
                select s.line, s.\(unsafeRaw: source) from pg_temp.roster_enrolment s
                 where s.is_active and s.\(unsafeRaw: source) is not null
                   and not exists (select from \(unsafeRaw: table) x where x.tenant = \(tenant)
                       and x.source_id = s.\(unsafeRaw: source)) order by s.line limit 100
                """)
        }
        try reportUnresolved(
            file: EnrollmentsFile.name, column: "schoolSourcedId", "is empty, and the class names no school either",
            """
            select s.line, s.class from pg_temp.roster_enrolment s
              join ref.section c on c.tenant = \(tenant) and c.source_id = s.class
             where s.is_active and s.school is null and c.school is null order by s.line limit 100
            """)
    }

    /// Compares every row with what is known: `roster_change` has those that say something new, and in a bulk import
    /// the enrolments that are not listed any more.
    private func decideChanges(_ mode: RosterManifest.Mode) throws {
        try session.execute(
            """
            create temp table roster_change on commit drop as
            select s.line, s.source_id, s.is_active, s.modified, s.fingerprint, s.part, s.event as new_event, p.person, c.section,
                   coalesce(o.school, c.school) as school, c.course,
                   coalesce(s.starts_on, e.starts_on, (select min(t.starts_on) from ref.term t
                       where t.tenant = \(tenant) and t.term = any(c.terms)), \(asOf)) as starts_on,
                   s.ends_on, e.source_id is not null as is_known, e.person as old_person, e.section as old_section,
                   e.school as old_school, e.part as old_part, e.starts_on as old_starts_on, e.ends_on as old_ends_on,
                   e.ended_on as old_ended_on, e.event_id as old_event,
                   e.fingerprint is not distinct from s.fingerprint as is_same
              from pg_temp.roster_enrolment s
              left join ref.person p on p.tenant = \(tenant) and p.source_id = s.person
              left join ref.section c on c.tenant = \(tenant) and c.source_id = s.class
              left join ref.school o on o.tenant = \(tenant) and o.source_id = s.school
              left join ref.enrolment e on e.tenant = \(tenant) and e.source_id = s.source_id
              left join ref.person q on q.tenant = \(tenant) and q.person = e.person
             where p.erased_at is null and q.erased_at is null
               and not (s.is_active and e.ended_on is null and e.fingerprint is not distinct from s.fingerprint
                        and e.source_id is not null)
               and (s.is_active or e.source_id is not null)
            """)
        if mode == .bulk {
            try session.execute(
                """
                insert into pg_temp.roster_change (line, source_id, is_active, is_known, old_person, old_section,
                       old_school, old_part, old_starts_on, old_ends_on, old_event)
                select 2147483647, e.source_id, false, true, e.person, e.section, e.school, e.part, e.starts_on,
                       e.ends_on, e.event_id
                  from ref.enrolment e join ref.person q on q.tenant = \(tenant) and q.person = e.person
                 where e.tenant = \(tenant) and e.ended_on is null and q.erased_at is null
                   and not exists (select from pg_temp.roster_enrolment s where s.source_id = e.source_id)
                """)
        }
        try endThoseOfPeopleWhoEnded()
    }

    /// A person who ended has no open enrolment left, also where the files say nothing of it.
    private func endThoseOfPeopleWhoEnded() throws {
        try session.execute(
            """
            insert into pg_temp.roster_change (line, source_id, is_active, is_known, old_person, old_section,
                   old_school, old_part, old_starts_on, old_ends_on, old_event)
            select 2147483647, e.source_id, false, true, e.person, e.section, e.school, e.part, e.starts_on,
                   e.ends_on, e.event_id
              from ref.person q join ref.enrolment e on e.tenant = \(tenant) and e.person = q.person
             where q.tenant = \(tenant) and q.ended_on is not null and q.erased_at is null and e.ended_on is null
               and not exists (select from pg_temp.roster_enrolment s where s.source_id = e.source_id)
               and not exists (select from pg_temp.roster_change c where c.source_id = e.source_id)
            """)
    }

    /// What is to be done about each: `end`, `add`, `return`, `change` or nothing for the row, and for the log one of
    /// `enrol`, `leave`, `void`, `replace`, `move` (leave and enrol) and `transfer` (void and enrol another).
    ///
    /// All in one pass into a new table: to change the rows of one in place would write each of them three times.
    private func decideOperations() throws {
        try session.execute(
            """
            create temp table roster_decision on commit drop as
            select d.*,
                   case when operation in ('enrol', 'replace', 'move', 'transfer') then new_event end as event,
                   case when operation = 'move' then starts_on - 1
                        when operation = 'leave' and action = 'change' and part = 'student' then ends_on
                        when operation = 'leave' then greatest(old_starts_on, least(ends_on, \(asOf))) end as left_on
              from (\(sql: operations)) d
            """)
        try session.execute("drop table pg_temp.roster_change")
        try session.execute("alter table pg_temp.roster_decision rename to roster_change")
        try session.execute("create index on pg_temp.roster_change (source_id)")
        try session.execute("analyze pg_temp.roster_change")
    }

    /// Changes, each with what is to be done.
    private var operations: SQL {
        """
        select b.*, case action
                when 'add' then case when part = 'student' then 'enrol' end
                when 'return' then case when part = 'student' then 'enrol' end
                when 'end' then case
                    when old_event is null or old_ends_on <= \(asOf) then null
                    when old_starts_on > \(asOf) then 'void'
                    else 'leave' end
                when 'change' then case
                    when old_event is null then case when part = 'student' then 'enrol' end
                    when part <> 'student' then case when old_starts_on > \(asOf) then 'void' else 'leave' end
                    when person <> old_person then 'transfer'
                    when not is_elsewhere and starts_on = old_starts_on and ends_on is not distinct from old_ends_on
                        then null
                    when not is_elsewhere and starts_on = old_starts_on and ends_on <= \(asOf)
                         and (old_ends_on is null or ends_on < old_ends_on) and old_ended_on is null then 'leave'
                    when is_elsewhere and starts_on > old_starts_on and old_ended_on is null then 'move'
                    else 'replace' end
                end as operation
          from (\(sql: actions)) b
        """
    }

    /// Changes, each with what is to be done about its row. Who is back again is back from the day the source says, or
    /// from today where it repeats the old one.
    private var actions: SQL {
        """
        select line, source_id, is_active, modified, fingerprint, part, new_event, person, section, school, course,
               case when is_back then greatest(\(asOf), old_ended_on) else starts_on end as starts_on,
               case when is_back and ends_on is not null then greatest(ends_on, \(asOf), old_ended_on)
                    when ends_on < starts_on then starts_on else ends_on end as ends_on,
               old_person, old_section, old_school, old_part, old_starts_on, old_ends_on, old_ended_on, old_event,
               action, is_elsewhere
          from (select a.*, action = 'return' and starts_on <= old_ended_on as is_back
                  from (select r.*, (section, school) is distinct from (old_section, old_school) as is_elsewhere,
                               case when not is_active then case when old_ended_on is null then 'end' end
                                    when not is_known then 'add'
                                    when old_ended_on is null then 'change'
                                    when greatest(ends_on, starts_on) < \(asOf) and ends_on is not null
                                        then case when not is_same then 'change' end
                                    else 'return' end as action
                          from pg_temp.roster_change r) a
                 where action is not null) c
        """
    }

    private func countEnrolments(_ mode: RosterManifest.Mode, _ report: inout RosterReport) throws {
        let actions = try session.query(
            "select action, count(*) from pg_temp.roster_change group by action"
        )
        try report.update(EnrollmentsFile.name) { file in
            for row in actions {
                let number = try row[1, as: Int64.self]
                switch try row[0, as: String.self] {
                case "add": file.added += number
                case "end": file.ended += number
                default: file.changed += number
                }
            }
            file.unchanged = try count(
                """
                select count(*) from pg_temp.roster_enrolment s where s.is_active
                   and not exists (select from pg_temp.roster_change c where c.source_id = s.source_id)
                """)
        }
        guard mode == .bulk else { return }
        let row = try session.query(
            """
            select count(*) filter (where not exists (select from pg_temp.roster_enrolment s
                       where s.source_id = e.source_id and s.is_active)), count(*)
              from ref.enrolment e
             where e.tenant = \(tenant) and e.ended_on is null and (e.ends_on is null or e.ends_on >= \(asOf))
            """
        ).first
        guard let row else { return }
        try checkEndings(
            file: EnrollmentsFile.name, ending: try row[0, as: Int64.self], of: try row[1, as: Int64.self])
    }

    private func writeEnrolments() throws {
        try session.execute(
            """
            insert into ref.enrolment (tenant, source_id, person, section, school, part, starts_on, ends_on, event_id,
                   fingerprint, modified_at)
            select \(tenant), source_id, person, section, school, part, starts_on, ends_on, event, fingerprint, modified
              from pg_temp.roster_change where action = 'add'
            """)
        try session.execute(
            """
            update ref.enrolment e set person = c.person, section = c.section, school = c.school, part = c.part,
                   starts_on = c.starts_on, ends_on = c.ends_on, fingerprint = c.fingerprint, ended_on = null,
                   modified_at = coalesce(c.modified, e.modified_at),
                   event_id = case when c.part = 'student' then coalesce(c.event, e.event_id) end
              from pg_temp.roster_change c
             where e.tenant = \(tenant) and e.source_id = c.source_id and c.action in ('change', 'return')
            """)
        try session.execute(
            """
            update ref.enrolment e
               set ended_on = coalesce(c.left_on, least(e.ends_on, \(asOf)), \(asOf)),
                   fingerprint = coalesce(c.fingerprint, e.fingerprint),
                   modified_at = coalesce(c.modified, e.modified_at)
              from pg_temp.roster_change c
             where e.tenant = \(tenant) and e.source_id = c.source_id and c.action = 'end'
            """)
    }
}
