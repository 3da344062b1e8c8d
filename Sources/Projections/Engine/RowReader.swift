import EventLog
import LearningRecord
import LibPQ

/// Reads the rows of one learner: from the tables, or, as of some time, by replaying the learner's events up to there.
struct RowReader<P: Projection>: Sendable {
    let log: EventLog

    /// The position that a point in time means; `nil` for now.
    static func position(_ time: PointInTime, in log: EventLog) async throws -> Int64? {
        switch time {
        case .now: nil
        case .position(let position): position
        case .known(let instant): try await log.position(asOf: instant)
        }
    }

    /// The rows of a learner up to a position, replayed.
    func replayed(_ learner: LearnerID, upTo position: Int64) async throws -> [P.Row] {
        LearnerFold<P>(replaying: try await log.read(learner: learner, upTo: position)).rows
    }

    /// The rows of a learner in one table, as they are stored.
    func stored<Value: Sendable>(
        _ learner: LearnerID, in table: ProjectionTable, _ read: @Sendable (Row) throws -> Value
    ) async throws -> [Value] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select * from proj.\(identifier: table.name)
                where tenant = \(tenant) and learner = \(learner) order by \(identifier: table.keyColumn)
                """
            ).map(read)
        }
    }
}
