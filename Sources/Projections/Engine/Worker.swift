import EventLog
import LearningRecord
import LibPQ

/// Brings one build of a projection further in one district: reads events in order, folds them, and stores what changed
/// together with the new position.
struct Worker<P: Projection> {
    let log: EventLog
    private(set) var checkpoint: Checkpoint
    private var folding = Folding<P>()
    /// Everything up to here is folded, though not stored yet.
    private var folded: Int64
    private var lastStored = ContinuousClock.now

    /// Events read at once: enough that a round trip does not count, few enough to be held in memory.
    static var batchSize: Int { 10_000 }
    /// Learners with changes, and time without a sign of life, after which changes are stored.
    static var touchedLimit: Int { 20_000 }
    static var storingInterval: Duration { .seconds(3) }

    init(log: EventLog, checkpoint: Checkpoint) {
        self.log = log
        self.checkpoint = checkpoint
        folded = checkpoint.position
    }

    /// Folds and stores everything up to a position, or up to the newest event.
    /// - Throws: ``ProjectionError/fenced(projection:)``, errors of the log, `CancellationError`.
    mutating func run(upTo last: Int64 = .max, progress: (@Sendable (Int64) -> Void)? = nil) async throws
        -> Projector.Outcome
    {
        var failure: Batch.Failure?
        repeat {
            try Task.checkCancellation()
            let batch = try await Batch.read(log, after: folded, upTo: last, limit: Self.batchSize)
            failure = batch.failure
            if !batch.events.isEmpty {
                do {
                    try await fold(batch.events)
                } catch let error as StateError {
                    failure = Batch.Failure(position: checkpoint.position + 1, reason: error.description)
                    break
                }
            }
            let isLast = batch.isLast || failure != nil
            let isDue =
                folding.touchedCount >= Self.touchedLimit || lastStored.duration(to: .now) > Self.storingInterval
            if isLast || isDue {
                try await store()
                progress?(folded)
            }
            if isLast { break }
        } while true
        guard let failure else { return .reached }
        let checkpoint = checkpoint
        try await log.transaction { try checkpoint.stop($0, at: failure.position, because: failure.reason) }
        return .stopped(position: failure.position, reason: failure.reason)
    }

    /// Lets others take over at once.
    func release() async {
        let checkpoint = checkpoint
        // Where this fails, the lease runs out by itself.
        try? await log.transaction { try checkpoint.release($0) }
    }

    private mutating func fold(_ events: [RecordedEvent]) async throws {
        let corrected = folding.corrected(in: events)
        let missing = folding.missing(for: events)
        let stored = try await states(of: missing)
        try folding.load(missing, stored: stored)
        let end = events[events.count - 1].position
        let histories = try await log.read(learners: corrected, upTo: end)
        folding.fold(events, anew: histories)
        folded = end
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
        if folded == checkpoint.position { return }
        let changes = try folding.takeChanges()
        let (checkpoint, folded, build) = (checkpoint, folded, checkpoint.build)
        let tenant = log.district.tenant
        self.checkpoint = try await log.transaction { session in
            // The checkpoint first: whoever lost the right to write finds out before writing.
            let moved = try checkpoint.move(session, to: folded)
            try changes.store(session, tenant: tenant, build: build)
            return moved
        }
    }
}
