import LibPQ
import TestSupport

/// What a database with one district says about the same questions, in the same lines as ``PlantedTruths``.
struct ViewedTruths {
    let access, firstOffers, sections, decisions: Set<String>

    init(_ database: TestDatabase) async throws {
        let connection = try await Connection.connect(database.options)
        let answers = try await connection.run { session in
            try [Self.access, Self.firstOffers, Self.sections, Self.decisions].map {
                Set(try session.query($0).column(as: String.self))
            }
        }
        await connection.close()
        (access, firstOffers, sections, decisions) = (answers[0], answers[1], answers[2], answers[3])
    }

    private static let access: SQL = """
        select concat_ws('|', school_name, term_title, dimension, group_name, form, enrolled, offered, accepted,
                         started, completed, never_offered)
          from analytics.access
        """

    private static let firstOffers: SQL = """
        select concat_ws('|', name, title, group_name, count(*), min(days),
                         percentile_disc(0.5) within group (order by days), max(days))
          from (select s.name, t.title, g.group_name, o.learner, min(o.offered_on - t.starts_on) as days
                  from analytics.offers o
                  join analytics.schools s using (tenant, school)
                  join analytics.terms t on t.tenant = o.tenant and t.kind = 'semester'
                                        and o.offered_on between t.starts_on and t.ends_on
                  join analytics.learner_groups g on g.tenant = o.tenant and g.learner = o.learner
                                                 and g.dimension = 'language'
                 group by 1, 2, 3, 4) first
         group by name, title, group_name
        """

    // From the events themselves: the decisions about other competencies that had been made when the section began.
    private static let sections: SQL = """
        select concat_ws('|', source_id, demonstrated, count(*))
          from (select s.source_id, n.learner, count(distinct e.competency) as demonstrated
                  from analytics.enrolments n
                  join ref.section s using (tenant, section)
                  left join log.event e on e.tenant = n.tenant and e.learner = n.learner and e.kind = 3
                                       and e.occurred_at < n.starts_on at time zone 'UTC'
                 group by 1, 2) learner
         group by source_id, demonstrated
        """

    private static let decisions: SQL = """
        select concat_ws('|', s.name, t.title, count(distinct e.learner))
          from log.event e
          join analytics.schools s using (tenant, school)
          join analytics.terms t on t.tenant = e.tenant and t.kind = 'semester'
                                and (e.occurred_at at time zone 'UTC')::date between t.starts_on and t.ends_on
          -- Newcomers bring decisions that were made before they were enrolled.
          join analytics.enrolments n on n.tenant = e.tenant and n.learner = e.learner and n.school = e.school
                                     and (e.occurred_at at time zone 'UTC')::date between n.starts_on and n.ends_on
         where e.kind = 3 group by s.name, t.title
        """
}
