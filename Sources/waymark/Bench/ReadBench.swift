import EventLog
import LearningRecord
import LibPQ

/// Events read in order with their facts decoded, beside the server's own COPY of the same columns to nowhere; and the
/// append rate of a large log beside that of a small one.
struct ReadBench {
    let database: BenchDatabase
    let rounds: Int
    /// Events that are read.
    let events: Int

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        try await LogGrowth(database: database).grow(to: events, progress: progress)
        let log = database.log
        let last = Int64(events)
        var product: [Double] = []
        var server: [Double] = []
        for round in 0...rounds {
            progress("reading in order, round \(round) of \(rounds)")
            let copy = try await ContinuousClock().seconds {
                try await database.admin.run { session in
                    let columns =
                        "position, recorded_at, event_id, learner, occurred_at, kind, kind_version, "
                        + "asserted_role, level, code, asserted_by, school, section, competency, about, item, more"
                    // COPY takes no parameters; a number that this code spells is no input.
                    let query =
                        "select \(columns) from log.event where tenant = \(log.district.tenant) "
                        + "and position <= \(last) order by position"
                    _ = try session.execute("copy (\(unsafeRaw: query)) to '/dev/null' (format binary)")
                }
            }
            let read = try await ContinuousClock().seconds {
                let attempts = try await log.run { session in
                    var attempts = 0
                    try log.scan(session, after: 0, upTo: last) { if $0.event.kind == .attempt { attempts += 1 } }
                    return attempts
                }
                guard attempts > 0 else { throw Failure("nothing was read") }
            }
            if round == 0 { continue }
            product.append(Double(events) / read)
            server.append(Double(events) / copy)
        }
        return [
            Measurement(
                what: "\(Cell.grouped(events)) events read in order, facts decoded",
                comparedWith: "COPY … TO '/dev/null' of the same columns", unit: "events/s", product: product,
                other: server, bar: 0.5)
        ]
    }
}

/// The append rate at many events, beside the rate at few.
struct SizeBench {
    let database: BenchDatabase
    let rounds: Int
    /// The size of the large log.
    let events: Int
    private static let small = 1_000_000
    private static let sample = 100_000

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        let growth = LogGrowth(database: database)
        try await growth.grow(to: Self.small, progress: progress)
        // Appends change the size, so the rates at the small size come first, and the ratio is of their medians.
        let atSmall = try await rates(seed: 5, progress: progress)
        try await growth.grow(to: events, progress: progress)
        let atLarge = try await rates(seed: 6, progress: progress)
        let base = Statistics.median(atSmall)
        return [
            Measurement(
                what: "append rate at \(Cell.grouped(events)) events",
                comparedWith: "the same at \(Cell.grouped(Self.small))", unit: "events/s", product: atLarge,
                other: atLarge.map { _ in base }, bar: 0.85)
        ]
    }

    private func rates(seed: UInt64, progress: (String) -> Void) async throws -> [Double] {
        var source = BenchEvents(learners: 20_000, seed: seed)
        var rates: [Double] = []
        for round in 0...rounds {
            progress("append rate, round \(round) of \(rounds)")
            let events = source.next(Self.sample)
            let seconds = try await ContinuousClock().seconds { _ = try await database.log.appendInBulk(events) }
            if round > 0 { rates.append(Double(Self.sample) / seconds) }
        }
        return rates
    }
}

/// Fills a log to a size.
struct LogGrowth {
    let database: BenchDatabase

    func grow(to size: Int, progress: (String) -> Void) async throws {
        var head = Int(try await database.log.head())
        var source = BenchEvents(learners: 100_000, seed: UInt64(head) + 7)
        while head < size {
            progress("filling the log: \(Cell.grouped(head)) of \(Cell.grouped(size)) events")
            let events = source.next(min(100_000, size - head), words: 60)
            head = Int(try await database.log.appendInBulk(events).last)
        }
        try await database.admin.run { _ = try $0.execute("analyze log.event") }
    }
}
