import EventLog
import LearningRecord
import LibPQ

/// Reads how a learner's continuum stood, by index: one look for each competency, however long the history is.
struct ContinuumHistoryReader: Sendable {
    let log: EventLog

    /// The rows as of a time, in order of competency; `nil` where the log has to be asked: for both clocks at once, and
    /// while the tables do not hold all of this learner up to there.
    func rows(of learner: LearnerID, asOf time: PointInTime) async throws -> [ContinuumRow]? {
        let known = try await time.position(in: log)
        let happened = time.happened
        if known != nil, happened != nil { return nil }
        let tenant = log.district.tenant
        return try await log.run { session in
            // First this, then the rows: what is committed in between makes them newer.
            guard try Self.holds(session, tenant: tenant, learner: learner, upTo: known ?? .max) else { return nil }
            if let happened { return try Self.rows(session, tenant, learner, happenedBy: happened) }
            return try Self.rows(session, tenant, learner, knownAt: known ?? .max)
        }
    }

    /// Whether the live tables are of this version and hold all that the log has of a learner up to a position.
    private static func holds(
        _ session: Session, tenant: Int32, learner: LearnerID, upTo position: Int64
    ) throws(PostgresError) -> Bool {
        let name = ContinuumHistory.name
        let kinds = ContinuumHistory.kinds.map(\.rawValue) + [EventKind.correction.rawValue]
        return try session.query(
            """
            select exists (
                select from proj.registry r
                  join proj.standing c on c.projection = r.projection and c.build = r.build
                 where r.projection = \(name) and r.state = 'live' and r.version = \(ContinuumHistory.version)
                   and c.tenant = \(tenant)
                   and c.shard = (uuid_hash(\(learner))::bigint + 2147483648) * c.shards / 4294967296
                   and not exists (
                       select from proj.parked k
                        where k.tenant = \(tenant) and k.projection = r.projection and k.build = r.build
                          and k.learner = \(learner))
                   and not exists (
                       select from log.event e
                        where e.tenant = \(tenant) and e.learner_hash = uuid_hash(\(learner)) and e.learner = \(learner)
                          and e.position > c.position and e.position <= \(position) and e.kind = any(\(kinds))))
            """
        ).single(as: Bool.self)
    }

    /// Of each competency the newest row by what was known at a position.
    private static func rows(
        _ session: Session, _ tenant: Int32, _ learner: LearnerID, knownAt position: Int64
    ) throws -> [ContinuumRow] {
        try rows(
            session, tenant, learner,
            newest: """
                select * from proj.continuum_history_known
                 where tenant = \(tenant) and learner = \(learner) and competency = c.competency
                   and known_from <= \(position)
                 order by known_from desc limit 1
                """, where: "h.stands")
    }

    /// Of each competency the newest row by what had happened by a time.
    private static func rows(
        _ session: Session, _ tenant: Int32, _ learner: LearnerID, happenedBy time: Instant
    ) throws -> [ContinuumRow] {
        // Rows that stand by both clocks are in the order of both: the newest by the one is the newest by the other.
        try rows(
            session, tenant, learner,
            newest: """
                select * from (
                    (select \(sql: ContinuumRow.columns(of: "k")), k.happened_from, k.known_from as position
                       from proj.continuum_history_known k
                      where k.tenant = \(tenant) and k.learner = \(learner) and k.competency = c.competency
                        and k.happened_from <= \(time)
                      order by k.known_from desc limit 1)
                    union all
                    (select \(sql: ContinuumRow.columns(of: "l")), l.happened_from, l.position
                       from proj.continuum_history_happened l
                      where l.tenant = \(tenant) and l.learner = \(learner) and l.competency = c.competency
                        and l.happened_from <= \(time)
                      order by l.happened_from desc, l.position desc limit 1)) one
                 order by one.happened_from desc, one.position desc limit 1
                """, where: "true")
    }

    private static func rows(
        _ session: Session, _ tenant: Int32, _ learner: LearnerID, newest: SQL, where condition: SQL
    ) throws -> [ContinuumRow] {
        // From one competency to the next along the key: the rows in between are not touched.
        try session.query(
            """
            with recursive known (competency) as (
                (select competency from proj.continuum_history_known
                  where tenant = \(tenant) and learner = \(learner) order by competency limit 1)
                union all
                select (select n.competency from proj.continuum_history_known n
                         where n.tenant = \(tenant) and n.learner = \(learner) and n.competency > k.competency
                         order by n.competency limit 1)
                  from known k where k.competency is not null)
            select \(sql: ContinuumRow.columns(of: "h")) from known c
             cross join lateral (\(sql: newest)) h
             where \(sql: condition)
             order by h.competency
            """
        ).map { row in
            var columns = row.columns()
            return try ContinuumRow(from: &columns)
        }
    }
}
