import EventLog
import LearningRecord
import LibPQ

extension Projector {
    /// What came of trying a parked learner again.
    public struct Retried: Hashable, Sendable {
        /// The projection.
        public var projection: String
        /// Who waited, where and why.
        public var parked: Parked
        /// Where and why the learner still waits; `nil` where the rows are up to date again.
        public var still: Parked?
    }

    /// Tries every learner who waits again, in all projections of the district: folds each anew from the log. Do this
    /// with a program that can read the event, or after a correction of the database.
    /// - Parameter projection: only this one.
    /// - Throws: ``ProjectionError``, `EventLogError`, `CancellationError`.
    @discardableResult
    public func retry(_ projection: String? = nil) async throws -> [Retried] {
        var retried: [Retried] = []
        for found in ProjectionCatalogue.all where projection.map({ $0 == found.name }) ?? true {
            retried += try await retry(found)
        }
        return retried
    }

    private func retry<P: Projection>(_: P.Type) async throws -> [Retried] {
        let tenant = log.district.tenant
        let builds = try await log.run { try Build.all($0) }
        var retried: [Retried] = []
        for build in builds
        where build.projection == P.name && build.version == P.version && build.isLoaded && build.state != .retired {
            for parked in try await log.run({ try Parked.all($0, tenant: tenant, build: build) }) {
                try Task.checkCancellation()
                let still = try await retry(P.self, parked, of: build)
                retried.append(Retried(projection: P.name, parked: parked, still: still))
            }
        }
        return retried
    }

    private func retry<P: Projection>(_: P.Type, _ parked: Parked, of build: Build) async throws -> Parked? {
        let start = ContinuousClock.now
        while true {
            // Whoever follows the log keeps its right for as long as it lives, and loses nothing when it must take it
            // anew.
            let isForced = start.duration(to: .now) > Self.courtesy
            guard let checkpoint = try await claim(build, shardOf: parked.learner, isForced: isForced) else {
                try await Task.sleep(for: Self.patience)
                continue
            }
            do {
                let still = try await refold(P.self, parked.learner, checkpoint)
                try await log.transaction { try checkpoint.release($0) }
                return still
            } catch ProjectionError.fenced {
                continue
            } catch {
                try? await log.transaction { try checkpoint.release($0) }
                throw error
            }
        }
    }

    /// How long a retry waits for another worker before it takes the right from it.
    private static var courtesy: Duration { .seconds(2) }

    private func claim(_ build: Build, shardOf learner: LearnerID, isForced: Bool) async throws -> Checkpoint? {
        let (tenant, owner) = (log.district.tenant, owner)
        return try await log.transaction {
            try Checkpoint.claim(
                $0, tenant: tenant, build: build, owner: owner, shardOf: learner.uuid, isForced: isForced)
        }
    }

    /// Folds a learner anew up to where the shard stands, and writes all rows of that learner again.
    private func refold<P: Projection>(
        _: P.Type, _ learner: LearnerID, _ checkpoint: Checkpoint
    ) async throws -> Parked? {
        let (tenant, build) = (log.district.tenant, checkpoint.build)
        let batch = try await Batch.read(
            log, of: [learner], kinds: P.kinds.union([.correction]), upTo: checkpoint.position)
        let batched = batch.learners[learner] ?? LearnerEvents()
        var fold = P.Fold()
        fold.fold(batched.events, history: batch.histories[learner])
        fold.settle()
        var changes = Changes<P>(parked: [batched.obstacle].compactMap(\.self))
        changes.add(learner, before: [], after: fold.rows, state: fold.bytes)
        let (stored, still) = (changes, batched.obstacle)
        try await log.transaction { session in
            _ = try checkpoint.move(session, to: checkpoint.position)
            try Parked.clear(learner, session, tenant: tenant, build: build)
            for table in P.tables.map({ build.table($0) }) + [build.stateTable] {
                try session.execute(
                    "delete from proj.\(identifier: table) where tenant = \(tenant) and learner = \(learner)")
            }
            var writer = try RowWriter(session)
            try stored.store(&writer, tenant: tenant, build: build) { try session.execute($0) }
        }
        return still
    }
}
