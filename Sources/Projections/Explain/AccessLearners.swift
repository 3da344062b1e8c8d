import EventLog
import LibPQ

/// The learners whom a cell of access counts, with the positions behind each: the same conditions as
/// `analytics.access`, learner by learner.
enum AccessLearners {
    /// Columns: learner, the ids that are this person, positions, and how many learners there are in all.
    static func statement(_ access: ExplainedCell.Access, tenant: Int32, limit: Int) -> SQL {
        let found: SQL =
            switch access.measure {
            case .enrolled: enrolled(access, tenant, "true")
            case .neverOffered: enrolled(access, tenant, "not exists (\(sql: anyOffer(access)))")
            case .offered: offered(access, tenant, "true")
            case .accepted: offered(access, tenant, "o.accepted")
            case .started: offered(access, tenant, "o.started")
            case .completed: offered(access, tenant, "o.completed")
            }
        return """
            with asked as (\(sql: days(access.window, tenant)))
            select learner, \(sql: ids("found.learner", tenant)) as ids,
                   array(select distinct p from unnest(positions) p order by p) as positions,
                   count(*) over () as total
              from (\(sql: found)) found order by learner limit \(limit)
            """
    }

    /// The first and the last day of the window.
    private static func days(_ window: ExplainedCell.Access.Window, _ tenant: Int32) -> SQL {
        switch window {
        case .term(let term):
            """
            select starts_on as first_day, ends_on as last_day from ref.term
             where tenant = \(tenant) and term = \(term) and ended_on is null
            """
        case .days(let first, let last): "select \(first)::date as first_day, \(last)::date as last_day"
        }
    }

    private static func enrolled(_ access: ExplainedCell.Access, _ tenant: Int32, _ condition: SQL) -> SQL {
        """
        select e.learner, (select array_agg(position) from proj.access_presence p, unnest(p.explained_by) position
                            where p.tenant = e.tenant and p.learner = any (\(sql: ids("e.learner", tenant)))
                               and p.school = e.school) as positions
          from (select a.tenant, a.school, a.learner, min(greatest(a.starts_on, w.first_day)) as since
                  from proj.access_attended a, asked w
                 where a.tenant = \(tenant) and a.school = \(access.school)
                   -- least() passes over the end that an open presence does not have.
                   and greatest(a.starts_on, w.first_day) <= least(a.ends_on, w.last_day)
                 group by a.tenant, a.school, a.learner) e
         where (\(sql: isInGroup(access, learner: "e.learner", day: "e.since", tenant))) and \(sql: condition)
        """
    }

    /// The ids of a person.
    private static func ids(_ learner: SQL, _ tenant: Int32) -> SQL {
        """
        coalesce((select i.ids from proj.identity_person i
                   where i.tenant = \(tenant) and i.learner = \(sql: learner)), array[\(sql: learner)])
        """
    }

    private static func anyOffer(_ access: ExplainedCell.Access) -> SQL {
        """
        select from proj.access_counted o, asked w
         where o.tenant = e.tenant and o.learner = e.learner and o.school = e.school
           and o.offered_on between w.first_day and w.last_day
           and \(sql: isOfForm(access))
        """
    }

    private static func offered(_ access: ExplainedCell.Access, _ tenant: Int32, _ condition: SQL) -> SQL {
        """
        select o.learner, array_agg(position) as positions
          from asked w
          join proj.access_counted o on o.offered_on between w.first_day and w.last_day
          join proj.access_offer a on a.tenant = o.tenant and a.learner = o.offered_to and a.offer = o.offer
         cross join lateral (
                select unnest(a.explained_by)
                union all
                select unnest(r.explained_by) from proj.access_reply r
                 where o.is_joint and r.tenant = o.tenant and r.offer_id = a.event_id
                   and r.learner = any (\(sql: ids("o.learner", tenant)))) said (position)
         where o.tenant = \(tenant) and o.school = \(access.school)
           and \(sql: isOfForm(access)) and \(sql: condition)
           and (\(sql: isInGroup(access, learner: "o.learner", day: "o.offered_on", tenant)))
         group by o.learner
        """
    }

    private static func isOfForm(_ access: ExplainedCell.Access) -> SQL {
        access.form == AccessQuery.anyForm ? "true" : "o.form = \(access.form)"
    }

    private static func isInGroup(_ access: ExplainedCell.Access, learner: SQL, day: SQL, _ tenant: Int32) -> SQL {
        if access.dimension == AccessQuery.everyone { return "true" }
        let known: SQL = """
            select from proj.access_membership m
             where m.tenant = \(tenant) and m.learner = \(sql: learner) and m.dimension = \(access.dimension)
               and m.valid_from <= \(sql: day) and \(sql: day) < m.valid_to
            """
        let isMember: SQL = "exists (\(sql: known) and m.member_of = \(access.group))"
        return access.group == "unknown" ? "\(sql: isMember) or not exists (\(sql: known))" : isMember
    }
}
