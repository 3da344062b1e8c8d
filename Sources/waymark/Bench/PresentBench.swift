import EventLog
import LearningRecord
import LibPQ
import Projections

/// One learner's continuum as it stands, read and decoded, beside a prepared read by primary key of as many bytes.
struct PresentBench {
    let database: BenchDatabase
    let rounds: Int
    /// Learners asked for in each round.
    private static let sample = 4_000

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        try await prepare()
        var (ours, other): ([Double], [Double]) = ([], [])
        let reader = ContinuumReader(log: database.log)
        let (log, tenant) = (database.log, database.log.district.tenant)
        for round in 0...rounds {
            progress("one learner now, round \(round) of \(rounds)")
            let learners = try await learners(round)
            let mine = try await Self.microseconds(learners) { try await reader.rows(of: $0).count }
            let bytes = try await Self.microseconds(learners) { learner in
                try await log.run { session in
                    try session.query(
                        "select bytes from proj.bench_bytes where tenant = \(tenant) and learner = \(learner)"
                    ).single(as: [UInt8].self).count
                }
            }
            if round == 0 { continue }
            ours.append(1_000_000 / mine)
            other.append(1_000_000 / bytes)
        }
        return [
            Measurement(
                what: "one learner's continuum, the middle",
                comparedWith: "a prepared primary-key read of the same bytes",
                unit: "reads/s", product: ours, other: other, bar: 1 / 1.3)
        ]
    }

    /// For each learner of the continuum one value of as many bytes as the rows have.
    private func prepare() async throws {
        try await database.admin.run { session in
            _ = try session.execute("drop table if exists proj.bench_bytes")
            _ = try session.execute(
                "create table proj.bench_bytes (tenant int, learner uuid, bytes bytea, primary key (tenant, learner))")
            _ = try session.execute("alter table proj.bench_bytes alter column bytes set storage external")
            _ = try session.execute("grant select on proj.bench_bytes to waymark_app")
            _ = try session.execute(
                """
                insert into proj.bench_bytes
                select tenant, learner, decode(repeat('5a', sum(pg_column_size(c.*))::int), 'hex')
                  from proj.continuum c group by tenant, learner
                """)
            _ = try session.execute("analyze proj.bench_bytes")
        }
    }

    private func learners(_ round: Int) async throws -> [LearnerID] {
        let sample = Int64(Self.sample)
        return try await database.admin.run { session in
            try session.query(
                "select learner from proj.bench_bytes order by md5(learner::text || \(Int64(round))::text) limit \(sample)"
            ).column(as: LearnerID.self)
        }
    }

    /// The middle of the times.
    private static func microseconds(
        _ learners: [LearnerID], _ ask: (LearnerID) async throws -> Int
    ) async throws -> Double {
        var times: [Double] = []
        for learner in learners {
            var found = 0
            times.append(try await ContinuousClock().seconds { found = try await ask(learner) } * 1_000_000)
            guard found > 0 else { throw Failure("nothing was found of a learner") }
        }
        return Statistics.median(times)
    }
}
