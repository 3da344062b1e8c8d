import EventLog
import LearningRecord
import LibPQ

/// Reads the rows of one learner: from the tables, or, as of some time, by replaying the learner's events up to there.
/// A person of several ids has no rows of their own in the tables: their rows are the replay of all their events.
struct RowReader<P: Projection>: Sendable {
    let log: EventLog

    /// The position up to which a learner must be replayed; `nil` where the tables have the answer.
    static func position(_ time: PointInTime, of learner: LearnerID, in log: EventLog) async throws -> Int64? {
        switch time {
        case .now: try await IdentityReader(log: log).ids(of: learner).count > 1 ? .max : nil
        case .position(let position): position
        case .known(let instant): try await log.position(asOf: instant)
        }
    }

    /// The rows of the person up to a position, replayed.
    func replayed(_ learner: LearnerID, upTo position: Int64) async throws -> [P.Row] {
        LearnerFold<P>(replaying: try await IdentityReader(log: log).history(of: learner, upTo: position)).rows
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
