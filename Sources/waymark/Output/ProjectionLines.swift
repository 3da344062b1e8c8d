import LearningRecord
import Projections

/// Where projections stand, as a table.
struct ProjectionLines {
    private(set) var table = Table([
        .text("District", "district"), .text("Table of", "projection"), .text("State", "state"),
        .number("Events", "events"), .number("Read", "position"), .number("Behind", "lag"),
        .text("Changed", "updatedAt"), .number("Learners waiting", "waiting"), .text("Why", "error"),
        .machine("build"), .machine("version"), .machine("stoppedAt"), .machine("shards"),
    ])

    init(_ all: [ProjectionStatus]) {
        for status in all {
            let stop = status.stoppedAt.map { "all stands still at event \(Cell.grouped($0)): \(status.error ?? "")" }
            let parked = status.parked.first.map { "event \(Cell.grouped($0.position)): \($0.error)" }
            table.add([
                .text(status.district), .text(status.projection.replacing("_", with: " ")),
                .text(status.state.rawValue),
                .number(status.head), .number(status.position), .number(status.lag), .optional(status.updatedAt),
                .number(Int64(status.parked.count)), .optional(stop ?? parked),
                .number(Int64(status.build)), .number(Int64(status.version)), .optional(status.stoppedAt),
                .number(Int64(status.shards)),
            ])
        }
    }
}
