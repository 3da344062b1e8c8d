import EventLog
import LearningRecord
import LibPQ

extension RosterMerge {
    /// Puts the events that follow from the changes where they wait for the log, in the order of the file and, for one
    /// enrolment, in the order in which they make sense: what ended, what began, what that corrects.
    func writeEvents(_ report: inout RosterReport) throws {
        let base = try count("select coalesce(max(n), 0) from ref.pending_event where tenant = \(tenant)")
        let enrolled = EventKind.enrolled.rawValue
        let left = EventKind.left.rawValue
        let correction = EventKind.correction.rawValue
        try session.execute(
            """
            insert into ref.pending_event (tenant, n, event_id, kind, learner, school, section, course, occurred_on,
                   starts_on, ends_on, about, replacement)
            select \(tenant), \(base) + row_number() over (order by line, source_id, step), event_id, kind, learner,
                   school, section, course, occurred_on, starts_on, ends_on, about, replacement
              from (
                select line, source_id, 1 as step, ref.uuid_v7() as event_id, \(left) as kind, old_person as learner,
                       old_school as school, old_section as section, null::uuid as course, left_on as occurred_on,
                       null::date as starts_on, left_on as ends_on, old_event as about, null::uuid as replacement
                  from pg_temp.roster_change where operation in ('leave', 'move')
                union all
                select line, source_id, 1, ref.uuid_v7(), \(correction), old_person, old_school, old_section, null,
                       \(asOf), null, null, old_event, null
                  from pg_temp.roster_change where operation in ('void', 'transfer')
                union all
                select line, source_id, 2, event, \(enrolled), person, school, section, course, starts_on, starts_on,
                       ends_on, null, null
                  from pg_temp.roster_change where operation in ('enrol', 'replace', 'move', 'transfer')
                union all
                select line, source_id, 3, ref.uuid_v7(), \(correction), old_person, old_school, old_section, null,
                       \(asOf), null, null, old_event, event
                  from pg_temp.roster_change where operation = 'replace'
              ) event
            """)
        let row = try session.query(
            """
            select count(*) filter (where operation in ('enrol', 'move', 'transfer')),
                   count(*) filter (where operation in ('leave', 'move')),
                   count(*) filter (where operation in ('void', 'transfer', 'replace'))
              from pg_temp.roster_change
            """
        ).first
        guard let row else { return }
        report.events.enrolled = try row[0, as: Int64.self]
        report.events.left = try row[1, as: Int64.self]
        report.events.corrected = try row[2, as: Int64.self]
    }
}
