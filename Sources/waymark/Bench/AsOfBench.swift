import EventLog
import LearningRecord
import LibPQ
import Projections

/// One learner's continuum as of some time, by either clock, among 100,000 learners: how long it takes by index and by
/// replay, and what the tables behind it cost beside the continuum's.
struct AsOfBench {
    let database: BenchDatabase
    let rounds: Int
    /// Events in the log.
    let events: Int
    /// Learners asked for in each round.
    private static let sample = 2_000
    /// The most microseconds that the slowest of a hundred may take.
    private static let bar = 5_000.0

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        try await LogGrowth(database: database).grow(to: events, progress: progress)
        // What is live is empty: as tables of another fold it is replaced without being filled for the proof.
        try await database.admin.run { _ = try $0.execute("update proj.registry set version = 1000") }
        var costs: [String: Cost] = [:]
        for name in [Continuum.name, ContinuumHistory.name] {
            progress("rebuilding \(name)")
            costs[name] = try await cost(of: name)
        }
        var times = (position: [[Double]](), known: [[Double]](), happened: [[Double]](), replayed: [[Double]]())
        for round in 0...rounds {
            progress("as of some time, round \(round) of \(rounds)")
            let asked = try await questions(round: round)
            let reader = ContinuumReader(log: database.log)
            let log = database.log
            let measured = (
                position: try await microseconds(asked) {
                    try await reader.rows(of: $0.learner, asOf: .position($0.position)).count
                },
                known: try await microseconds(asked) {
                    try await reader.rows(of: $0.learner, asOf: .known($0.recordedAt)).count
                },
                happened: try await microseconds(asked) {
                    try await reader.rows(of: $0.learner, asOf: .happened($0.occurredAt)).count
                },
                replayed: try await microseconds(asked) {
                    LearnerFold<Continuum>(replaying: try await log.read(learner: $0.learner, upTo: $0.position)).rows
                        .count
                }
            )
            if round == 0 { continue }
            times.position.append(measured.position)
            times.known.append(measured.known)
            times.happened.append(measured.happened)
            times.replayed.append(measured.replayed)
        }
        return measurements(times.position, times.known, times.happened, times.replayed, costs)
            + (try await PresentBench(database: database, rounds: rounds).run(progress: progress))
    }

    private func measurements(
        _ position: [[Double]], _ known: [[Double]], _ happened: [[Double]], _ replayed: [[Double]],
        _ costs: [String: Cost]
    ) -> [Measurement] {
        let ways = [("a position", position), ("when it was known", known), ("when it happened", happened)]
        var measurements = ways.map { way, times in
            Measurement(
                what: "one learner as of \(way), of 100 the slowest", comparedWith: "an absolute bar", unit: "µs",
                product: times.map { Self.quantile(0.99, $0) }, other: [], bar: Self.bar)
        }
        measurements += ways.map { way, times in
            Measurement(
                what: "one learner as of \(way), the middle", comparedWith: "a replay of the learner's events",
                unit: "reads/s", product: times.map { 1_000_000 / Self.quantile(0.5, $0) },
                other: replayed.map { 1_000_000 / Self.quantile(0.5, $0) }, bar: 0.5)
        }
        guard let history = costs[ContinuumHistory.name], let continuum = costs[Continuum.name] else {
            return measurements
        }
        let all = Double(events)
        measurements.append(
            Measurement(
                what: "the history of continua rebuilt", comparedWith: "the continuum rebuilt", unit: "events/s",
                product: [all / history.seconds], other: [all / continuum.seconds], bar: 0.2))
        measurements.append(
            Measurement(
                what: "\(Cell.grouped(history.rows)) rows of history",
                comparedWith: "\(Cell.grouped(continuum.rows)) rows of the continuum", unit: "events/MB",
                product: [all / history.megabytes], other: [all / continuum.megabytes], bar: 0.2))
        return measurements
    }

    /// What a projection's live tables cost.
    private struct Cost {
        let seconds: Double
        let rows: Int
        let megabytes: Double
    }

    private func cost(of name: String) async throws -> Cost {
        let report = try await Rebuild(store: database.store, workers: 2).run(name)
        let filling = report.filling.components
        let tables = try ProjectionCatalogue.named(name).tables.map { "\($0.name)_b\(report.build)" }
        let all = tables + ["\(name)_state_b\(report.build)"]
        return try await database.admin.run { session in
            var rows: Int64 = 0
            for table in tables {
                rows += try session.query("select count(*) from proj.\(identifier: table)").single(as: Int64.self)
            }
            var bytes: Int64 = 0
            for table in all {
                bytes += try session.query(
                    "select pg_total_relation_size(format('proj.%I', \(table)::text)::regclass)"
                ).single(as: Int64.self)
            }
            return Cost(
                seconds: Double(filling.seconds) + Double(filling.attoseconds) * 1e-18, rows: Int(rows),
                megabytes: Double(bytes) / 1_000_000)
        }
    }

    /// A learner, and the place of one of the learner's events: as of there is asked.
    private struct Question: Sendable {
        let learner: LearnerID
        let position: Int64
        let recordedAt: Instant
        let occurredAt: Instant
    }

    private func questions(round: Int) async throws -> [Question] {
        let (tenant, events) = (database.log.district.tenant, Int64(events))
        let sample = Self.sample
        return try await database.log.run { session in
            var random = SplitMix64(seed: UInt64(round) + 11)
            let positions = (0..<sample).map { _ in Int64.random(in: 1...events, using: &random) }
            return try session.query(
                """
                select learner, position, recorded_at, occurred_at from log.event
                 where tenant = \(tenant) and position = any(\(positions))
                """
            ).map { row in
                Question(
                    learner: try row[0, as: LearnerID.self], position: try row[1, as: Int64.self],
                    recordedAt: try row[2, as: Instant.self], occurredAt: try row[3, as: Instant.self])
            }
        }
    }

    private func microseconds(
        _ questions: [Question], _ ask: (Question) async throws -> Int
    ) async throws -> [Double] {
        var times: [Double] = []
        var found = 0
        for question in questions {
            times.append(try await ContinuousClock().seconds { found += try await ask(question) } * 1_000_000)
        }
        guard found > questions.count else { throw Failure("nothing was found as of a time") }
        return times
    }

    private static func quantile(_ share: Double, _ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}
