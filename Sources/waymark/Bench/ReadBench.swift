import EventLog
import LearningRecord
import LibPQ

/// Events read in order with their facts decoded, beside the server's own COPY of the same columns to nowhere.
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
