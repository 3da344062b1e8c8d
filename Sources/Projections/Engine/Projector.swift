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
    private let owner: UUID

    /// How long to wait before asking again, while another worker is at it.
    static let patience: Duration = .milliseconds(100)
    /// How long a projection that cannot go on is left alone while following.
    static let restAfterStop: Duration = .seconds(30)
    /// Events folded in one go after which the planner should hear of what they left in the tables.
    static let manyEvents: Int64 = 1_000

    /// A projector of a district's log.
    /// - Parameter owner: tells this projector from all others.
    public init(log: EventLog, owner: UUID = UUID()) {
        self.log = log
        self.owner = owner
    }

    /// Brings every projection to where the log stands now.
    /// - Parameter progress: told a projection's name and the position it has come to, now and then.
    /// - Returns: where they stand afterwards; one that stands still at an event says so there.
    /// - Throws: ``ProjectionError``, `EventLogError`, `CancellationError`.
    @discardableResult
    public func catchUp(
        progress: (@Sendable (_ projection: String, _ position: Int64) -> Void)? = nil
    ) async throws -> [ProjectionStatus] {
        let head = try await log.head()
        for projection in ProjectionCatalogue.all {
            _ = try await bring(projection, upTo: head, progress: progress)
        }
        return try await status()
    }

    /// Follows the log until the task is cancelled.
    /// - Parameters:
    ///   - poll: how long to wait between two looks at the log when no hint comes.
    ///   - hints: how to reach the database for a connection that listens; `nil` polls only.
    public func follow(poll: Duration = .seconds(1), hints: ConnectionOptions? = nil) async throws {
        var watch = LogWatch(log, poll: poll, hints: hints)
        var resting: [String: ContinuousClock.Instant] = [:]
        while true {
            // First listen, then look: what is committed in between is seen by the look.
            await watch.listen()
            for status in try await status() where status.state == .live && status.lag > 0 {
                if let until = resting[status.projection], until > .now { continue }
                let projection = try ProjectionCatalogue.named(status.projection)
                if case .stopped = try await bring(projection, upTo: status.head, isPatient: false) {
                    resting[status.projection] = .now + Self.restAfterStop
                } else {
                    resting[status.projection] = nil
                }
            }
            try await watch.wait()
        }
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
        while true {
            let build = try await liveBuild(P.self)
            if let position = try await position(of: build), position >= head { return .reached }
            if let claimed = try await claim(build) {
                do {
                    return try await work(P.self, claimed, upTo: head) { progress?(P.name, $0) }
                } catch ProjectionError.fenced where isPatient {
                    continue
                } catch ProjectionError.fenced {
                    return .busy
                }
            }
            if !isPatient { return .busy }
            try await Task.sleep(for: Self.patience)
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

    private func position(of build: Build) async throws -> Int64? {
        try await status().first { $0.projection == build.projection && $0.build == build.number }?.position
    }

    /// Takes the right to work on a build; `nil` while another has it.
    func claim(_ build: Build) async throws -> Checkpoint? {
        let (tenant, owner) = (log.district.tenant, owner)
        return try await log.transaction { try Checkpoint.claim($0, tenant: tenant, build: build, owner: owner) }
    }

    /// Works on a build with the right to do so, which is given back at the end.
    func work<P: Projection>(
        _: P.Type, _ claimed: Checkpoint, upTo head: Int64, progress: (@Sendable (Int64) -> Void)? = nil
    ) async throws -> Outcome {
        var worker = Worker<P>(log: log, checkpoint: claimed)
        do {
            let end = try await worker.run(upTo: head, progress: progress)
            await worker.release()
            if worker.checkpoint.position - claimed.position >= Self.manyEvents {
                try await log.store.gatherStatistics()
            }
            return end
        } catch {
            await worker.release()
            throw error
        }
    }
}
