import LibPQ
import Projections

/// One statement of SQL that gives the rows of a projection: what a rebuild is measured beside.
///
/// It gives every column that SQL can read from the log's columns, by the same rules: what is newest of a sort, by when it
/// happened and then by position; the highest level that stands, revisions seen to; the growing edge and the review. It
/// leaves out what is packed (the evidence cited, voices, criteria, contexts), further competencies of an event, enrolments
/// and what is kept between batches, which the rebuild does as well.
struct RebuildStatement {
    static let table = "bench_rebuilt"

    /// The select that gives the rows.
    let query: SQL
    /// The columns of the key.
    let key: String
    /// Counts the rows in which the table and the projection differ.
    let difference: SQL

    init(of projection: String, tenant: Int32) {
        let tenant: SQL = "\(unsafeRaw: String(tenant))"
        switch projection {
        case Continuum.name: self = .continuum(tenant)
        case Transcript.name: self = .transcript(tenant)
        default: self = .access(tenant)
        }
    }

    private init(query: SQL, key: String, difference: SQL) {
        self.query = query
        self.key = key
        self.difference = difference
    }

    /// The decisions, each as its newest revision left it, and what they amount to for each learner and competency.
    private static func standing(_ tenant: SQL) -> SQL {
        """
        with revision as (
            select distinct on (about) about, level, occurred_at, position
              from log.event where tenant = \(sql: tenant) and kind = 4
             order by about, occurred_at desc, position desc
        ), decision as (
            select m.tenant, m.learner, m.competency, coalesce(r.level, m.level) as level,
                   coalesce(r.occurred_at, m.occurred_at) as at, coalesce(r.position, m.position) as position
              from log.event m left join revision r on r.about = m.event_id
             where m.tenant = \(sql: tenant) and m.kind = 3
        ), standing as (
            select tenant, learner, competency, max(level) as level,
                   (array_agg(at order by level desc, at, position))[1] as since,
                   (array_agg(at order by level desc, at desc, position desc))[1] as cited_at,
                   (array_agg(position order by level desc, at desc, position desc))[1] as cited,
                   max(at) as newest, array_agg(position order by position) as explained_by
              from decision group by tenant, learner, competency
        )
        """
    }

    private static func continuum(_ tenant: SQL) -> RebuildStatement {
        RebuildStatement(
            query: """
                \(sql: standing(tenant))
                select e.tenant, e.learner, e.competency, s.level, s.since as demonstrated_at, s.cited as decision,
                       greatest(max(e.occurred_at) filter (where kind = 2 and (s.level is null or e.level > s.level)),
                                max(e.occurred_at) filter (where kind = 1 and (s.cited is null
                                    or (e.occurred_at, e.position) > (s.cited_at, s.cited)))) as edge_at,
                       (array_agg(e.level order by e.occurred_at desc, e.position desc)
                            filter (where kind = 2 and (s.level is null or e.level > s.level)))[1] as edge_level,
                       min(e.occurred_at) filter (where kind = 2 and e.level < s.level
                                                    and e.occurred_at > s.newest) as review_since,
                       (array_agg(e.level order by e.occurred_at desc, e.position desc)
                            filter (where kind = 2 and e.level < s.level and e.occurred_at > s.newest))[1]
                           as review_level,
                       (array_agg(e.level order by e.occurred_at desc, e.position desc) filter (where kind = 11))[1]
                           as goal_level,
                       max(e.occurred_at) filter (where kind = 11) as goal_at,
                       (array_agg(e.level order by e.occurred_at desc, e.position desc) filter (where kind = 12))[1]
                           as self_level,
                       max(e.occurred_at) filter (where kind = 12) as self_at,
                       array_agg(e.position order by e.position) as explained_by
                  from log.event e left join standing s using (learner, competency)
                 where e.tenant = \(sql: tenant) and e.kind in (1, 2, 3, 4, 11, 12)
                 group by e.tenant, e.learner, e.competency, s.level, s.since, s.cited, s.cited_at, s.newest
                """,
            key: "tenant, learner, competency",
            difference: """
                select count(*) from \(identifier: table) b
                  full join (select * from proj.continuum where tenant = \(sql: tenant)) c
                      using (tenant, learner, competency)
                 where (b.level, b.demonstrated_at, b.decision, b.edge_at, b.edge_level, b.review_since, b.review_level,
                        b.goal_level, b.goal_at, b.self_level, b.self_at)
                    is distinct from
                       (c.level, c.demonstrated_at, c.decision, c.edge_at, c.edge_level, c.review_since, c.review_level,
                        c.goal_level, c.goal_at, c.self_level, c.self_at)
                """)
    }

    private static func transcript(_ tenant: SQL) -> RebuildStatement {
        RebuildStatement(
            query: """
                \(sql: standing(tenant))
                select tenant, learner, competency, level, since as decided_at, cited as decision, explained_by
                  from standing
                """,
            key: "tenant, learner, competency",
            difference: """
                select count(*) from \(identifier: table) b
                  full join (select * from proj.transcript_line where tenant = \(sql: tenant)) t
                      using (tenant, learner, competency)
                 where (b.level, b.decided_at, b.decision) is distinct from (t.level, t.decided_at, t.decision)
                """)
    }

    private static func access(_ tenant: SQL) -> RebuildStatement {
        RebuildStatement(
            query: """
                select o.tenant, o.learner, o.position as offer, o.school, o.section, o.item as opportunity, o.code as form,
                       o.competency, (o.occurred_at at time zone 'UTC')::date as offered_on,
                       (array_agg(f.code order by f.occurred_at desc, f.position desc) filter (where f.kind = 6))[1]
                           as answer,
                       max(f.occurred_at) filter (where f.kind = 6) as answered_at,
                       min(f.occurred_at) filter (where f.kind = 7) as started_at,
                       min(f.occurred_at) filter (where f.kind = 8) as completed_at,
                       array_agg(f.position order by f.position) as explained_by
                  from log.event o
                  left join log.event f on f.tenant = \(sql: tenant) and f.kind in (6, 7, 8) and f.about = o.event_id
                 where o.tenant = \(sql: tenant) and o.kind = 5
                 group by o.tenant, o.learner, o.position, o.school, o.section, o.item, o.code, o.competency, o.occurred_at
                """,
            key: "tenant, learner, offer",
            difference: """
                select count(*) from \(identifier: table) b
                  full join (select * from proj.access_offer where tenant = \(sql: tenant)) a
                      using (tenant, learner, offer)
                 where (b.school, b.section, b.opportunity, b.competency, b.offered_on, b.answered_at, b.started_at,
                        b.completed_at)
                    is distinct from
                       (a.school, a.section, a.opportunity, a.competency, a.offered_on, a.answered_at, a.started_at,
                        a.completed_at)
                """)
    }
}
