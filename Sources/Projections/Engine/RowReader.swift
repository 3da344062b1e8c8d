import EventLog
import LearningRecord
import LibPQ

extension PointInTime {
    /// The position of the newest event that was known; `nil` where all that is known now counts.
    func position(in log: EventLog) async throws -> Int64? {
        switch self {
        case .now, .happened: nil
        case .position(let position): position
        case .known(let time), .happenedAsKnown(_, at: let time): try await log.position(asOf: time)
        }
    }

    /// The same, with a position in place of a time by when things were known: that is looked for once.
    func placed(in log: EventLog) async throws -> PointInTime {
        guard case .known(let time) = self else { return self }
        return .position(try await log.position(asOf: time))
    }

    /// By when things had happened; `nil` where that does not matter.
    var happened: Instant? {
        switch self {
        case .happened(let time), .happenedAsKnown(let time, at: _): time
        case .now, .position, .known: nil
        }
    }
}

/// Reads the rows of one learner: from the tables, or, as of some time, by replaying the learner's events up to there.
/// A person of several ids has no rows of their own in the tables: their rows are the replay of all their events.
struct RowReader<P: StateFold>: Sendable {
    let log: EventLog

    /// Whether the learner is a person of several ids.
    func hasSeveralIDs(_ learner: LearnerID, asOf time: PointInTime) async throws -> Bool {
        let known = try await time.position(in: log)
        return try await IdentityReader(log: log).ids(of: learner, upTo: known ?? .max).count > 1
    }

    /// Whether the tables do not have the answer.
    func needsReplay(_ learner: LearnerID, asOf time: PointInTime) async throws -> Bool {
        if time != .now { return true }
        return try await hasSeveralIDs(learner, asOf: time)
    }

    /// The rows of the person as of some time, replayed from the log.
    func replayed(_ learner: LearnerID, asOf time: PointInTime) async throws -> [P.Row] {
        let known = try await time.position(in: log)
        let events = try await IdentityReader(log: log).history(of: learner, upTo: known ?? .max)
        return LearnerFold<P>(replaying: events, happenedBy: time.happened).rows
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
