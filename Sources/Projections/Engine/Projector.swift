public import EventLog
public import Foundation
import LearningRecord
public import LibPQ

/// Keeps the live rows of every projection up to date in one district.
///
/// Several may run at the same time, in any number of processes: one of them does the work, the others wait, and when it
/// dies another takes over within seconds.
public struct Projector: Sendable {
    /// The log that is folded.
    public let log: EventLog
    let owner: UUID

    /// How long to wait before asking again, while another worker is at it.
    static let patience: Duration = .milliseconds(100)
    /// How often it asks before it looks whether whoever is at it was stopped.
    private static let waitsBeforeALook = 20
    /// Events folded in one go after which the planner should hear of what they left in the tables.
    static let manyEvents: Int64 = 1_000

    /// A projector of a district's log.
    /// - Parameter owner: tells this projector from all others.
    public init(log: EventLog, owner: UUID = UUID()) {
        self.log = log
        self.owner = owner
    }

    /// Brings every projection to where the log stands now, and tries learners who wait again.
    /// - Parameters:
    ///   - only: this projection alone.
    ///   - progress: told a projection's name and the position it has come to, now and then.
    /// - Returns: where they stand afterwards; what waits at an event is listed there.
    /// - Throws: ``ProjectionError``, `EventLogError`, `CancellationError`.
    @discardableResult
    public func catchUp(
        _ only: String? = nil, progress: (@Sendable (_ projection: String, _ position: Int64) -> Void)? = nil
    ) async throws -> [ProjectionStatus] {
        // Those who wait first: this program may be able to read what stopped another.
        try await retry(only)
        let head = try await log.head()
        for projection in ProjectionCatalogue.all where only.map({ $0 == projection.name }) ?? true {
            _ = try await bring(projection, upTo: head, progress: progress)
        }
        return try await status()
    }

    /// Follows the log until the task is cancelled.
    /// - Parameters:
    ///   - poll: how long to wait between two looks at the log when no hint comes.
    ///   - hints: how to reach the database for a connection that listens; `nil` polls only.
    public func follow(poll: Duration = .seconds(1), hints: ConnectionOptions? = nil) async throws {
        try await Follower(store: log.store, only: log.district, owner: owner).follow(poll: poll, hints: hints)
    }

    /// Brings every projection to where the log stands now, as far as nobody else is at it.
    /// - Returns: whether nothing stands still.
    func catchUpImpatiently() async throws -> Bool {
        var isRunning = true
        for status in try await status() where status.state == .live && status.lag > 0 {
            let projection = try ProjectionCatalogue.named(status.projection)
            if case .stopped = try await bring(projection, upTo: status.head, isPatient: false) { isRunning = false }
        }
        return isRunning
    }

    /// Where every projection stands in the district: the live builds, and those that are being filled.
    public func status() async throws -> [ProjectionStatus] {
        let district = log.district
        return try await log.run { try ProjectionStatus.all($0, district: district) }
    }

    /// What came of bringing a projection further.
    enum Outcome {
        /// It is there.
        case reached
        /// It stands still at an event.
        case stopped(position: Int64, reason: String)
        /// Another worker is at it.
        case busy
    }

    private func bring<P: Projection>(
        _: P.Type, upTo head: Int64, isPatient: Bool = true,
        progress: (@Sendable (String, Int64) -> Void)? = nil
    ) async throws -> Outcome {
        let build = try await liveBuild(P.self)
        let lag = try await head - standing(of: build).least
        guard isPatient, lag > ShardStanding.smallLag else {
            return try await advance(P.self, build, upTo: head, isPatient: isPatient) { progress?(P.name, $0) }
        }
        // While the server works for one the other folds: each with shards of its own.
        return try await withThrowingTaskGroup(of: Outcome.self) { group in
            for owner in [owner, UUID()] {
                let worker = Projector(log: log, owner: owner)
                group.addTask { try await worker.advance(P.self, build, upTo: head) { progress?(P.name, $0) } }
            }
            var end = Outcome.reached
            for try await outcome in group {
                // Nobody else would end what stands still: whoever waits for it is called off.
                if case .stopped = outcome {
                    end = outcome
                    group.cancelAll()
                    break
                }
            }
            return end
        }
    }

    private func liveBuild<P: Projection>(_: P.Type) async throws -> Build {
        let builds = try await log.run { try Build.all($0) }
        guard let live = builds.first(where: { $0.projection == P.name && $0.state == .live }) else {
            throw ProjectionError.noLiveBuild(projection: P.name)
        }
        guard live.version == P.version else {
            throw ProjectionError.otherVersion(projection: P.name, live: live.version, program: P.version)
        }
        return live
    }

    /// Brings every shard of a build to a position, together with whoever else is at it.
    func advance<P: Projection>(
        _: P.Type, _ build: Build, upTo head: Int64, isPatient: Bool = true,
        progress: (@Sendable (Int64) -> Void)? = nil
    ) async throws -> Outcome {
        if head == 0 { return .reached }
        let tenant = log.district.tenant
        var build = build
        var folded: Int64 = 0
        var waits = 0
        let first = build
        try await log.transaction { try Checkpoint.prepare($0, tenant: tenant, build: first, events: head) }
        while true {
            // Another process may have given the tables their fence meanwhile: COPY cannot write to them any more.
            if !build.isLoaded { build = try await refreshed(build) }
            let (current, standing) = (build, try await standing(of: build))
            progress?(standing.average)
            if standing.least >= head {
                if current.isLoaded, folded >= Self.manyEvents { try await log.store.gatherStatistics() }
                return .reached
            }
            if let claimed = try await claim(
                current, behind: head, limit: standing.share(upTo: head, of: current))
            {
                do {
                    let end = try await work(P.self, claimed, upTo: head, progress: progress)
                    folded += head - claimed.position
                    if case .stopped = end { return end }
                } catch ProjectionError.fenced {
                    if !isPatient { return .busy }
                }
                continue
            }
            if !isPatient { return .busy }
            waits += 1
            if waits.isMultiple(of: Self.waitsBeforeALook) { await endStopped(current) }
            try await Task.sleep(for: Self.patience)
        }
    }

    private func endStopped(_ build: Build) async {
        let tenant = log.district.tenant
        // Where the login may not, whoever was stopped is waited for until it wakes or is killed.
        try? await log.transaction { try Checkpoint.endStopped($0, tenant: tenant, build: build) }
    }

    /// The build as it stands now.
    private func refreshed(_ build: Build) async throws -> Build {
        try await log.run { try Build.all($0) }
            .first { $0.projection == build.projection && $0.number == build.number } ?? build
    }

    private func standing(of build: Build) async throws -> ShardStanding {
        let tenant = log.district.tenant
        return try await log.run { try ShardStanding($0, tenant: tenant, build: build) }
    }

    /// Takes the right to work on some shards of a build; `nil` while others have all that are behind.
    func claim(_ build: Build, behind head: Int64, limit: Int) async throws -> Checkpoint? {
        let (tenant, owner) = (log.district.tenant, owner)
        return try await log.transaction {
            try Checkpoint.claim($0, tenant: tenant, build: build, owner: owner, behind: head, limit: limit)
        }
    }

    /// Works on shards with the right to do so, which is given back at the end.
    private func work<P: Projection>(
        _: P.Type, _ claimed: Checkpoint, upTo head: Int64, progress: (@Sendable (Int64) -> Void)?
    ) async throws -> Outcome {
        let work = ProjectionCatalogue.works[P.name] ?? ProjectionWork(P.self)
        do {
            let end =
                claimed.build.isLoaded
                ? try await work.advance(log, claimed, head, progress)
                : try await Loader(log: log, [work.loading(claimed)]).load(upTo: head)
            await release(claimed)
            return end
        } catch {
            await release(claimed)
            throw error
        }
    }

    /// Lets others take over at once.
    func release(_ claimed: Checkpoint) async {
        // Where this fails, the lease runs out by itself.
        try? await log.transaction { try claimed.release($0) }
    }
}
