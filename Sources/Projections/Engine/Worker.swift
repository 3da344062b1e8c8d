import EventLog
import LearningRecord
import LibPQ

/// Brings some shards of a build of a projection further in one district: reads events in order, folds them, and stores
/// what changed together with the new position.
struct Worker<P: Projection> {
    let log: EventLog
    private(set) var checkpoint: Checkpoint
    private var folding = Folding<P>()
    /// Everything up to here is folded, though not stored yet.
    private var folded: Int64
    private var lastStored = ContinuousClock.now
    private var writer: RowWriter?

    /// Events read at once, about: enough that a round trip does not count, few enough to be held in memory.
    static var batchSize: Int64 { 10_000 }
    /// Learners with changes, and time without a sign of life, after which changes are stored.
    static var touchedLimit: Int { 20_000 }
    static var storingInterval: Duration { .seconds(5) }

    init(log: EventLog, checkpoint: Checkpoint) {
        self.log = log
        self.checkpoint = checkpoint
        folded = checkpoint.position
    }

    /// Folds and stores everything up to a position, which is at most that of the newest event.
    /// - Throws: ``ProjectionError/fenced(projection:)``, errors of the log, `CancellationError`.
    mutating func run(upTo last: Int64, progress: (@Sendable (Int64) -> Void)? = nil) async throws
        -> Projector.Outcome
    {
        let (tenant, build) = (checkpoint.tenant, checkpoint.build)
        let parked = try await log.run { try Parked.all($0, tenant: tenant, build: build) }
        folding = Folding(waiting: Set(parked.map(\.learner)))
        while folded < last {
            try Task.checkCancellation()
            let end = min(last, folded + batchLength)
            let batch = try await Batch.read(log, parts(upTo: end), leavingOut: folding.waiting)
            if let failure = batch.failure {
                try await store()
                return try await stop(failure)
            }
            try await fold(batch, upTo: end)
            let isDue =
                folding.touchedCount >= Self.touchedLimit || folding.keptSize > Folding<P>.sizeLimit
                || folded - checkpoint.position >= P.eventsAtOnce
                || lastStored.duration(to: .now) > Self.storingInterval
            if isDue {
                try await store()
                progress?(folded)
            }
        }
        try await store()
        progress?(folded)
        return .reached
    }

    /// How many positions a batch spans: fewer shards find fewer events among as many.
    private var batchLength: Int64 {
        let count = checkpoint.shards.first.map { Int64($0.count) } ?? 1
        return Self.batchSize * count / Int64(max(1, checkpoint.shards.count))
    }

    private func parts(upTo end: Int64) -> [LogPart] {
        let kinds = P.kinds.union([.correction])
        let ranges = Shard.hashes(of: checkpoint.shards)
        return ranges.map { range in
            LogPart(
                after: folded, upTo: end, kinds: kinds, hashes: range == Int32.min...Int32.max ? nil : range)
        }
    }

    private mutating func fold(_ batch: Batch, upTo end: Int64) async throws {
        let missing = folding.missing(for: batch)
        folding.load(missing, stored: try await states(of: missing), position: checkpoint.position)
        var batch = batch
        try await batch.addHistories(log, of: folding.needingHistory(for: batch), upTo: end)
        folding.fold(batch)
        folded = end
    }

    private func stop(_ failure: UnreadableRow) async throws -> Projector.Outcome {
        let checkpoint = checkpoint
        try await log.transaction { try checkpoint.stop($0, at: failure.position, because: failure.reason) }
        return .stopped(position: failure.position, reason: failure.reason)
    }

    private func states(of learners: [LearnerID]) async throws -> [LearnerID: [UInt8]] {
        if learners.isEmpty { return [:] }
        let tenant = log.district.tenant
        let table = checkpoint.build.stateTable
        return try await log.run { session in
            var states: [LearnerID: [UInt8]] = [:]
            for row in try session.query(
                """
                select learner, state from proj.\(identifier: table)
                where tenant = \(tenant) and learner = any(\(learners))
                """)
            {
                states[try row[0, as: LearnerID.self]] = try row[1, as: [UInt8].self]
            }
            return states
        }
    }

    private mutating func store() async throws {
        lastStored = .now
        if folded == checkpoint.position && !checkpoint.wasStopped { return }
        let changes = try folding.takeChanges()
        let (checkpoint, folded, build) = (checkpoint, folded, checkpoint.build)
        let (tenant, writer) = (log.district.tenant, writer)
        (self.checkpoint, self.writer) = try await log.transaction { session in
            // The checkpoint first: whoever lost the right to write finds out before writing.
            let moved = try checkpoint.move(session, to: folded)
            var writer = try writer ?? RowWriter(session)
            try changes.store(&writer, tenant: tenant, build: build) { try session.execute($0) }
            return (moved, writer)
        }
    }
}
