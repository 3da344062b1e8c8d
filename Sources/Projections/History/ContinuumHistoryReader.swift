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
            if let happened {
                return try Self.newest(
                    session, in: ContinuumHistoryRow.happened, tenant: tenant, learner: learner,
                    upTo: "happened_from <= \(happened)", order: "happened_from desc, position desc")
            }
            return try Self.newest(
                session, in: ContinuumHistoryRow.known, tenant: tenant, learner: learner,
                upTo: "known_from <= \(known ?? .max)", order: "known_from desc", condition: "where h.stands")
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
                  join proj.checkpoint c on c.projection = r.projection and c.build = r.build
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

    /// Of each competency the newest row that starts no later than asked.
    private static func newest(
        _ session: Session, in table: ProjectionTable, tenant: Int32, learner: LearnerID, upTo start: SQL, order: SQL,
        condition: SQL = ""
    ) throws -> [ContinuumRow] {
        // From one competency to the next along the key: the rows in between are not touched.
        try session.query(
            """
            with recursive known (competency) as (
                (select competency from proj.\(identifier: table.name)
                  where tenant = \(tenant) and learner = \(learner) order by competency limit 1)
                union all
                select (select n.competency from proj.\(identifier: table.name) n
                         where n.tenant = \(tenant) and n.learner = \(learner) and n.competency > k.competency
                         order by n.competency limit 1)
                  from known k where k.competency is not null)
            select \(sql: Self.columns) from known k
             cross join lateral (
                select * from proj.\(identifier: table.name)
                 where tenant = \(tenant) and learner = \(learner) and competency = k.competency and \(sql: start)
                 order by \(sql: order) limit 1) h
            \(sql: condition)
             order by h.competency
            """
        ).map { row in
            var columns = row.columns()
            return try ContinuumRow(from: &columns)
        }
    }

    private static let columns = ContinuumRow.columns(of: "h")
}
