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
            select learner, \(sql: ids("found.learner", tenant)) as ids, array(select distinct p from unnest(positions) p order by p) as positions,
                   count(*) over () as total
              from (\(sql: found)) found order by learner limit \(limit)
            """
    }

    private static func enrolled(_ access: ExplainedCell.Access, _ tenant: Int32, _ condition: SQL) -> SQL {
        """
        select e.learner, (select array_agg(position) from proj.access_presence p, unnest(p.explained_by) position
                            where p.tenant = e.tenant and p.learner = any (\(sql: ids("e.learner", tenant)))
                               and p.school = e.school) as positions
          from proj.access_enrolled e
         where e.tenant = \(tenant) and e.school = \(access.school) and e.term = \(access.term)
           and (\(sql: isInGroup(access, learner: "e.learner", day: "e.since", tenant))) and \(sql: condition)
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
        select from proj.access_offered o where o.tenant = e.tenant and o.learner = e.learner
           and o.school = e.school and o.term = e.term and o.form = \(access.form)
        """
    }

    private static func offered(_ access: ExplainedCell.Access, _ tenant: Int32, _ condition: SQL) -> SQL {
        """
        select o.learner, array_agg(position) as positions
          from proj.access_offered o
          join proj.access_offer a on a.tenant = o.tenant and a.learner = o.offered_to and a.offer = o.offer
         cross join lateral unnest(a.explained_by) position
         where o.tenant = \(tenant) and o.school = \(access.school) and o.term = \(access.term)
           and o.form = \(access.form) and \(sql: condition)
           and (\(sql: isInGroup(access, learner: "o.learner", day: "o.offered_on", tenant)))
         group by o.learner
        """
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
