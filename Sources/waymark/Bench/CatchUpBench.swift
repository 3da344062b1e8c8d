import EventLog
import LearningRecord
import Projections

/// How fast each projection catches up with a log that went ahead of it, beside how fast the log went ahead.
struct CatchUpBench {
    let database: BenchDatabase
    let rounds: Int
    /// Events by which the log goes ahead in a round.
    private static let events = 200_000

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        var source = BenchEvents(learners: 20_000, seed: 17)
        let projector = Projector(log: database.log)
        var append: [Double] = []
        var catchUp: [String: [Double]] = [:]
        for round in 0...rounds {
            progress("a log that goes ahead, round \(round) of \(rounds)")
            let events = source.next(Self.events)
            let ahead = try await ContinuousClock().seconds { _ = try await database.log.appendInBulk(events) }
            if round > 0 { append.append(Double(Self.events) / ahead) }
            for name in ProjectionCatalogue.names {
                progress("\(name) catches up, round \(round) of \(rounds)")
                let seconds = try await ContinuousClock().seconds { _ = try await projector.catchUp(name) }
                if round > 0 { catchUp[name, default: []].append(Double(Self.events) / seconds) }
            }
        }
        return ProjectionCatalogue.names.map { name in
            Measurement(
                what: "\(name) catches up with \(Cell.grouped(Self.events)) events",
                comparedWith: "the bulk append of them",
                unit: "events/s", product: catchUp[name] ?? [], other: append, bar: 1)
        }
    }
}
