import EventLog
import LearningRecord
import LibPQ
import Projections

/// A projection made anew from the log, rows written and indexed, beside one statement of SQL over the same table that
/// gives the same rows, as far as SQL can read them (``RebuildStatement``): they are compared after each round.
struct RebuildBench {
    let database: BenchDatabase
    let rounds: Int
    /// Events in the log.
    let events: Int

    /// Those that one statement of SQL can be written for. The history of continua is measured in ``AsOfBench``.
    private static let names = [Continuum.name, Transcript.name, AccessEquity.name]

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        try await LogGrowth(database: database).grow(to: events, progress: progress)
        var ours: [(alone: Double, together: Double)] = []
        var theirs: [(alone: Double, together: Double)] = []
        for round in 0...rounds {
            progress("rebuilding the continuum, round \(round) of \(rounds)")
            let rebuild = Rebuild(store: database.store, workers: 2)
            let alone = try await rebuild.run(Continuum.name).filling.inSeconds
            let statement = try await seconds(of: Continuum.name)
            progress("rebuilding all three, round \(round) of \(rounds)")
            let together = try await rebuild.run(Self.names)[0].filling.inSeconds
            var statements = statement
            for name in Self.names.dropFirst() { statements += try await seconds(of: name) }
            if round == 0 { continue }
            ours.append((Double(events) / alone, Double(events) / together))
            theirs.append((Double(events) / statement, Double(events) / statements))
        }
        return [
            Measurement(
                what: "continuum rebuilt from \(Cell.grouped(events)) events, two connections",
                comparedWith: "INSERT … SELECT … GROUP BY, work_mem 1 GB", unit: "events/s",
                product: ours.map(\.alone), other: theirs.map(\.alone), bar: 1.5),
            Measurement(
                what: "all three rebuilt", comparedWith: "three such statements", unit: "events/s",
                product: ours.map(\.together), other: theirs.map(\.together), bar: 1.2),
        ]
    }

    /// The time of the statement, into a table with its key; what it gives must be what the projection shows.
    private func seconds(of projection: String) async throws -> Double {
        let statement = RebuildStatement(of: projection, tenant: database.log.district.tenant)
        return try await database.admin.transaction { session in
            try session.execute("set local work_mem = '1GB'")
            try session.execute("set local maintenance_work_mem = '256MB'")
            try session.execute(
                "create table \(identifier: RebuildStatement.table) as \(sql: statement.query) with no data")
            try session.execute(
                "alter table \(identifier: RebuildStatement.table) add primary key (\(unsafeRaw: statement.key))")
            let began = ContinuousClock.now
            try session.execute("insert into \(identifier: RebuildStatement.table) \(sql: statement.query)")
            let seconds = began.duration(to: .now).inSeconds
            let differing = try session.query(statement.difference).single(as: Int64.self)
            try session.execute("drop table \(identifier: RebuildStatement.table)")
            guard differing == 0 else {
                throw Failure("the statement and the projection \(projection) differ in \(differing) rows")
            }
            return seconds
        }
    }
}
