import EventLog
import LearningRecord
import LibPQ

/// Loads shards of a build into its bare tables: their learners are folded in memory, in one pass over the log, and
/// copied in together with the position, so that a shard is loaded or not.
struct Loader<P: Projection> {
    let log: EventLog

    /// Bytes of rows that are made before they are copied. The server waits meanwhile, in a transaction, and would end one
    /// that is idle for long.
    static var bytesAtOnce: Int { 1 << 20 }

    /// How many of so many shards are loaded at once.
    static func shards(of count: Int, events: Int64) -> Int {
        max(1, Int(min(Int64(count), Int64(count) * P.eventsAtOnce / max(1, events))))
    }

    /// Loads the shards of a checkpoint at position 0 up to a position.
    /// - Throws: ``ProjectionError/fenced(projection:)``, errors of the log, `CancellationError`.
    func load(_ checkpoint: Checkpoint, upTo last: Int64) async throws -> Projector.Outcome {
        try Task.checkCancellation()
        let kinds = P.kinds.union([.correction])
        let parts = Shard.hashes(of: checkpoint.shards).map { LogPart(upTo: last, kinds: kinds, hashes: $0) }
        var loading = try await log.transaction { session in
            // In the order of the log, as its rows lie: any other plan sorts what is wide and many.
            try session.execute("set local enable_sort = off")
            try session.execute("set local enable_bitmapscan = off")
            var loading = Loading<P>()
            for part in parts where loading.failure == nil { try loading.read(session, log, part) }
            return loading
        }
        if let failure = loading.failure {
            try await log.transaction { try checkpoint.stop($0, at: failure.position, because: failure.reason) }
            return .stopped(position: failure.position, reason: failure.reason)
        }
        loading.fold(try await Batch.read(log, of: Array(loading.corrected), kinds: kinds, upTo: last))
        let (handed, tenant) = (Handover(loading), log.district.tenant)
        try await log.transaction { session in
            guard var rest = handed.take() else { throw ProjectionError.fenced(projection: P.name) }
            _ = try checkpoint.move(session, to: last)
            while let rows = rest.next(Self.bytesAtOnce, tenant: tenant) {
                try rows.copy(session, to: checkpoint.build)
            }
            try Parked.store(Array(rest.parked.values), session, tenant: tenant, build: checkpoint.build)
        }
        return .reached
    }
}

/// The folds of many learners while their events are read.
private struct Loading<P: Projection>: Sendable {
    private var folds: [LearnerID: P.Fold] = [:]
    /// Those whose rows are still to be made, once the first were asked for.
    private var learners: [LearnerID] = []
    /// The learners who wait.
    private(set) var parked: [LearnerID: Parked] = [:]
    /// Learners of whom something was corrected: they are folded from all they have.
    private(set) var corrected: Set<LearnerID> = []
    private(set) var failure: Batch.Failure?

    mutating func read(_ session: Session, _ log: EventLog, _ part: LogPart) throws {
        var last = part.after
        do {
            try log.scan(session, part) { scanned in
                switch scanned {
                case .event(let event):
                    last = event.position
                    add(event)
                case .unreadable(let event):
                    last = event.position
                    let learner = event.learner
                    parked[learner] =
                        parked[learner]
                        ?? Parked(learner: learner, position: event.position, error: event.error.description)
                }
            }
        } catch let error as PostgresError where error.kind == .decoding {
            failure = Batch.Failure(position: last + 1, reason: error.description)
        }
    }

    private mutating func add(_ recorded: RecordedEvent) {
        let learner = recorded.event.learner
        if recorded.event.kind == .correction {
            corrected.insert(learner)
        } else if parked.isEmpty || parked[learner] == nil {
            folds[learner, default: P.Fold()].fold(recorded)
        }
    }

    /// Folds the learners of whom something was corrected.
    mutating func fold(_ batch: Batch) {
        for learner in corrected {
            var fold = P.Fold()
            parked[learner] = nil
            if let batched = batch.learners[learner] {
                fold.fold(batched.events, history: batch.histories[learner])
                parked[learner] = batched.obstacle
            }
            folds[learner] = fold
        }
    }

    /// The rows of some learners more, of about so many bytes; `nil` when nothing is left.
    mutating func next(_ size: Int, tenant: Int32) -> LoadedRows<P>? {
        if folds.isEmpty { return nil }
        if learners.isEmpty { learners = Array(folds.keys) }
        var rows = LoadedRows<P>()
        // Taken out, so that what is written needs no memory any more.
        while rows.size < size, let learner = learners.popLast(), var fold = folds.removeValue(forKey: learner) {
            fold.settle()
            rows.add(fold, of: learner, tenant: tenant)
        }
        return rows
    }
}
