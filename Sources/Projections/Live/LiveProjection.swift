import EventLog
import LearningRecord
import LibPQ

/// The work on one projection of one district while its folds stay in memory from one round to the next.
protocol LiveProjection: Sendable {
    /// The right to bring it further, with all its shards at one position.
    var checkpoint: Checkpoint { get set }
    /// The size of the folds in memory.
    var keptSize: Int { get }

    /// Takes in the next events of the log.
    /// - Returns: the learners whose folds are to be loaded.
    mutating func take(_ events: [ScannedEvent]) -> [LearnerID]
    /// Folds them.
    /// - Parameter states: the stored folds of those who were asked for; who has none is new.
    mutating func fold(_ session: Session, _ log: EventLog, states: [LearnerID: [UInt8]], upTo last: Int64) throws
    /// The statements that write what changed.
    mutating func changes(_ writer: inout RowWriter) throws -> [SQL]
    /// Lets folds go, which are stored, until those that stay come to a size.
    mutating func forgetFolds(downTo size: Int)
}

extension LiveProjection {
    /// The statement for the stored folds of some learners: `learner`, `state`.
    func states(of learners: [LearnerID]) -> SQL {
        """
        select learner, state from proj.\(identifier: checkpoint.build.stateTable)
         where tenant = \(checkpoint.tenant) and learner = any(\(learners))
        """
    }
}

/// The folds of one projection.
struct LiveFolds<P: Projection>: LiveProjection {
    var checkpoint: Checkpoint
    private var folding: Folding<P>
    private var batch = Batch()
    private var missing: [LearnerID] = []

    /// - Parameter waiting: the learners who are parked.
    init(_ checkpoint: Checkpoint, waiting: Set<LearnerID>) {
        self.checkpoint = checkpoint
        folding = Folding(waiting: waiting)
    }

    var keptSize: Int { folding.keptSize }

    mutating func forgetFolds(downTo size: Int) { folding.forgetFolds(downTo: size) }

    mutating func take(_ events: [ScannedEvent]) -> [LearnerID] {
        batch = Batch(events, kinds: P.kinds.union([.correction]), leavingOut: folding.waiting)
        missing = folding.missing(for: batch)
        return missing
    }

    mutating func fold(_ session: Session, _ log: EventLog, states: [LearnerID: [UInt8]], upTo last: Int64) throws {
        folding.load(missing, stored: states, position: checkpoint.position)
        if batch.hasCorrections {
            try session.execute(LiveDistricts.fence(log.district.tenant))
            try batch.addHistories(session, log)
        }
        let needing = folding.needingHistory(for: batch)
        if !needing.isEmpty {
            try session.execute(LiveDistricts.fence(log.district.tenant))
            try batch.addHistories(session, log, of: needing, upTo: last)
        }
        folding.fold(batch)
        (batch, missing) = (Batch(), [])
    }

    mutating func changes(_ writer: inout RowWriter) throws -> [SQL] {
        let (tenant, build) = (checkpoint.tenant, checkpoint.build)
        var statements: [SQL] = []
        try folding.takeChanges().store(&writer, tenant: tenant, build: build) { statements.append($0) }
        return statements
    }
}
