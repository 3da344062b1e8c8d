import EventLog
import LearningRecord

/// The append rate of a log with many events, beside that of one with few: two databases of one server, in turns.
struct SizeBench {
    let large: BenchDatabase
    let small: BenchDatabase
    let rounds: Int
    /// The size of the large log.
    let events: Int
    /// The size of the small one.
    private static let few = 1_000_000
    private static let sample = 100_000

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        try await LogGrowth(database: small).grow(to: min(Self.few, events), progress: progress)
        try await LogGrowth(database: large).grow(to: events, progress: progress)
        var source = BenchEvents(learners: 20_000, seed: 5)
        var (atLarge, atSmall): ([Double], [Double]) = ([], [])
        for round in 0...rounds {
            progress("append rate, round \(round) of \(rounds)")
            let rates = (
                small: try await rate(of: small, from: &source), large: try await rate(of: large, from: &source)
            )
            if round == 0 { continue }
            atSmall.append(rates.small)
            atLarge.append(rates.large)
        }
        return [
            Measurement(
                what: "append rate at \(Cell.grouped(events)) events",
                comparedWith: "the same at \(Cell.grouped(min(Self.few, events)))", unit: "events/s",
                product: atLarge, other: atSmall, bar: 0.85)
        ]
    }

    private func rate(of database: BenchDatabase, from source: inout BenchEvents) async throws -> Double {
        let events = source.next(Self.sample)
        let seconds = try await ContinuousClock().seconds { _ = try await database.log.appendInBulk(events) }
        return Double(Self.sample) / seconds
    }
}
