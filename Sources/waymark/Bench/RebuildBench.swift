import EventLog
import LearningRecord
import LibPQ
import Projections

/// A projection made anew from the log, rows written and indexed, beside one statement of SQL over the same table that
/// groups the same events by the same keys. The statement is given less to do: it leaves out what is packed (the evidence
/// cited, voices, criteria), revisions, and the choice of what is newest of a sort.
struct RebuildBench {
    let database: BenchDatabase
    let rounds: Int
    /// Events in the log.
    let events: Int

    /// Those that one statement of SQL can be written for. The history of continua is measured in ``AsOfBench``.
    private static let names = [Continuum.name, Transcript.name, AccessEquity.name]

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        try await LogGrowth(database: database).grow(to: events, progress: progress)
        var ours: [String: [Double]] = [:]
        var theirs: [String: [Double]] = [:]
        for round in 0...rounds {
            for name in Self.names {
                progress("rebuilding \(name), round \(round) of \(rounds)")
                let report = try await Rebuild(store: database.store, workers: 2).run(name)
                let statement = try await seconds(of: name)
                if round == 0 { continue }
                let seconds =
                    Double(report.filling.components.seconds)
                    + Double(report.filling.components.attoseconds) * 1e-18
                ours[name, default: []].append(Double(events) / seconds)
                theirs[name, default: []].append(Double(events) / statement)
            }
        }
        let all = Self.names
        func together(_ rates: [String: [Double]]) -> [Double] {
            (0..<rounds).map { round in 1 / all.reduce(0) { $0 + 1 / (rates[$1]?[round] ?? .nan) } }
        }
        return [
            Measurement(
                what: "continuum rebuilt from \(Cell.grouped(events)) events, two connections",
                comparedWith: "INSERT … SELECT … GROUP BY, work_mem 1 GB", unit: "events/s",
                product: ours[Continuum.name] ?? [], other: theirs[Continuum.name] ?? [], bar: 1.5),
            Measurement(
                what: "all three rebuilt", comparedWith: "three such statements", unit: "events/s",
                product: together(ours), other: together(theirs), bar: 1.2),
        ]
    }

    private func seconds(of projection: String) async throws -> Double {
        let tenant = database.log.district.tenant
        return try await ContinuousClock().seconds {
            try await database.admin.transaction { session in
                try session.execute("set local work_mem = '1GB'")
                try session.execute("set local maintenance_work_mem = '256MB'")
                for (table, key, query) in Self.statements(of: projection, tenant: tenant) {
                    try session.execute("create table \(identifier: table) as \(sql: query)")
                    try session.execute("alter table \(identifier: table) add primary key (\(unsafeRaw: key))")
                    try session.execute("drop table \(identifier: table)")
                }
            }
        }
    }

    private static func statements(of projection: String, tenant: Int32) -> [(String, String, SQL)] {
        switch projection {
        case Continuum.name:
            [
                (
                    "bench_continuum", "tenant, learner, competency",
                    """
                    select tenant, learner, competency,
                           max(level) filter (where kind = 3) as level,
                           min(occurred_at) filter (where kind = 3) as demonstrated_at,
                           max(position) filter (where kind = 3) as decision,
                           max(occurred_at) filter (where kind in (1, 2)) as edge_at,
                           max(level) filter (where kind = 2) as edge_level,
                           max(level) filter (where kind = 11) as goal_level,
                           max(occurred_at) filter (where kind = 11) as goal_at,
                           max(level) filter (where kind = 12) as self_level,
                           max(occurred_at) filter (where kind = 12) as self_at,
                           array_agg(position) filter (where kind in (3, 4)) as explained_by
                      from log.event
                     where tenant = \(unsafeRaw: String(tenant)) and kind in (1, 2, 3, 4, 11, 12)
                     group by tenant, learner, competency
                    """
                )
            ]
        case Transcript.name:
            [
                (
                    "bench_transcript", "tenant, learner, competency",
                    """
                    select tenant, learner, competency, max(level) as level, min(occurred_at) as decided_at,
                           max(position) as decision, array_agg(position) as explained_by
                      from log.event where tenant = \(unsafeRaw: String(tenant)) and kind in (3, 4)
                     group by tenant, learner, competency
                    """
                )
            ]
        default:
            [
                (
                    "bench_offer", "tenant, learner, offer",
                    """
                    select tenant, learner, case when kind = 5 then event_id else about end as offer,
                           min(position) as position, max(item) as opportunity, max(code) as form,
                           max(occurred_at) filter (where kind = 6) as answered_at,
                           min(occurred_at) filter (where kind = 7) as started_at,
                           min(occurred_at) filter (where kind = 8) as completed_at, array_agg(position) as explained_by
                      from log.event where tenant = \(unsafeRaw: String(tenant)) and kind between 5 and 8
                     group by 1, 2, 3
                    """
                )
            ]
        }
    }
}
