import EventLog
import LearningRecord
import LibPQ

/// Loads shards of a build into its bare tables: each shard's learners are folded whole, in memory, and copied in
/// together with the position, so that a shard is loaded or not.
struct Loader<P: Projection> {
    let log: EventLog

    /// Loads the shards of a checkpoint at position 0 up to a position.
    /// - Throws: ``ProjectionError/fenced(projection:)``, errors of the log, `CancellationError`.
    func load(_ checkpoint: Checkpoint, upTo last: Int64) async throws -> Projector.Outcome {
        try Task.checkCancellation()
        let kinds = P.kinds.union([.correction])
        let parts = Shard.hashes(of: checkpoint.shards).map { range in
            LogPart(upTo: last, kinds: kinds, hashes: range, order: .learner)
        }
        let batch = try await Batch.read(log, parts, leavingOut: [])
        if let failure = batch.failure {
            try await log.transaction { try checkpoint.stop($0, at: failure.position, because: failure.reason) }
            return .stopped(position: failure.position, reason: failure.reason)
        }
        let changes = Self.changes(batch)
        let tenant = log.district.tenant
        try await log.transaction { session in
            _ = try checkpoint.move(session, to: last)
            try changes.load(session, tenant: tenant, build: checkpoint.build)
        }
        return .reached
    }

    private static func changes(_ batch: Batch) -> Changes<P> {
        var changes = Changes<P>(parked: batch.learners.values.compactMap(\.obstacle))
        for (learner, batched) in batch.learners {
            var fold = LearnerFold<P>()
            fold.fold(batched, history: batch.histories[learner])
            changes.add(learner, before: [], after: fold.rows, state: fold.bytes)
        }
        return changes
    }
}
