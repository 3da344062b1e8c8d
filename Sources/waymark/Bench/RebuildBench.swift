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

    /// How SQL is asked for the rows.
    private enum Way {
        /// One statement, `INSERT … SELECT … GROUP BY` into a table with its key.
        case intoKeyed
        /// Two, `CREATE TABLE … AS` and the key: rows go in before there is a key.
        case keyedAfter
    }

    /// Those that one statement of SQL can be written for. The history of continua is measured in ``AsOfBench``.
    private static let names = [Continuum.name, Transcript.name, AccessEquity.name]

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        try await LogGrowth(database: database).grow(to: events, progress: progress)
        var ours: [(alone: Double, together: Double)] = []
        var theirs: [(alone: Double, keyedAfter: Double, together: Double)] = []
        for round in 0...rounds {
            progress("rebuilding the continuum, round \(round) of \(rounds)")
            let rebuild = Rebuild(store: database.store, workers: 2)
            let alone = try await rebuild.run(Continuum.name).filling.inSeconds
            let statement = try await seconds(of: Continuum.name)
            let twoStatements = try await seconds(of: Continuum.name, .keyedAfter)
            progress("rebuilding all three, round \(round) of \(rounds)")
            let together = try await rebuild.run(Self.names)[0].filling.inSeconds
            var statements = statement
            for name in Self.names.dropFirst() { statements += try await seconds(of: name) }
            if round == 0 { continue }
            ours.append((Double(events) / alone, Double(events) / together))
            theirs.append(
                (Double(events) / statement, Double(events) / twoStatements, Double(events) / statements))
        }
        return [
            Measurement(
                what: "continuum rebuilt from \(Cell.grouped(events)) events, two connections",
                comparedWith: "INSERT … SELECT … GROUP BY, work_mem 1 GB", unit: "events/s",
                product: ours.map(\.alone), other: theirs.map(\.alone), bar: 1.5),
            Measurement(
                what: "the same", comparedWith: "CREATE TABLE … AS and its key, work_mem 1 GB", unit: "events/s",
                product: ours.map(\.alone), other: theirs.map(\.keyedAfter), bar: 1.5),
            Measurement(
                what: "all three rebuilt", comparedWith: "three such statements", unit: "events/s",
                product: ours.map(\.together), other: theirs.map(\.together), bar: 1.2),
        ]
    }

    /// The time of the statement; what it gives must be what the projection shows.
    private func seconds(of projection: String, _ way: Way = .intoKeyed) async throws -> Double {
        let statement = RebuildStatement(of: projection, tenant: database.log.district.tenant)
        return try await database.admin.transaction { session in
            try session.execute("set local work_mem = '1GB'")
            try session.execute("set local maintenance_work_mem = '256MB'")
            let table: SQL = "\(identifier: RebuildStatement.table)"
            let addKey: SQL = "alter table \(sql: table) add primary key (\(unsafeRaw: statement.key))"
            if way == .intoKeyed {
                try session.execute("create table \(sql: table) as \(sql: statement.query) with no data")
                try session.execute(addKey)
            }
            let began = ContinuousClock.now
            switch way {
            case .intoKeyed: try session.execute("insert into \(sql: table) \(sql: statement.query)")
            case .keyedAfter:
                try session.execute("create table \(sql: table) as \(sql: statement.query)")
                try session.execute(addKey)
            }
            let seconds = began.duration(to: .now).inSeconds
            let differing = try session.query(statement.difference).single(as: Int64.self)
            try session.execute("drop table \(sql: table)")
            guard differing == 0 else {
                throw Failure("the statement and the projection \(projection) differ in \(differing) rows")
            }
            return seconds
        }
    }
}
