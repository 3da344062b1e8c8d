public import EventLog
public import Foundation
import LearningRecord
public import LibPQ
import Synchronization

/// Keeps the live rows of every projection up to date in many districts, as events come.
///
/// What is new in all districts is read, folded and written in one transaction a round (``LiveDistricts``), with the
/// folds in memory. A district that is far behind, stands still at an event or is worked on by others is left to a
/// ``Projector`` beside, one at a time, until it can be followed.
///
/// Several may run at the same time, in any number of processes: each district has one of them, each has about as many
/// districts as the others (``FollowerPresence``), and when one dies the others take over within seconds.
public struct Follower: Sendable {
    private let store: Store
    private let only: District?
    private let owner: UUID

    /// Events that a district may be behind and still be followed in memory from there.
    private static let nearby: Int64 = 10_000
    /// How long a district that cannot go on is left alone.
    private static let rest: Duration = .seconds(30)
    /// How long a district that another works on, or a server that went away, is left alone.
    private static let shortRest: Duration = .seconds(1)
    /// How long a district that another holds is left alone: less than the time between two looks, so that each look tries
    /// whether it has become free.
    private static let heldRest: Duration = .milliseconds(500)
    /// How often it is looked whether the projector beside has ended.
    private static let glance: Duration = .milliseconds(50)

    /// A follower of a store's districts.
    /// - Parameters:
    ///   - only: this district alone.
    ///   - owner: tells this follower from all other workers.
    public init(store: Store, only: District? = nil, owner: UUID = UUID()) {
        self.store = store
        self.only = only
        self.owner = owner
    }

    /// Which others there are; nobody else follows one district alone for the sake of its part.
    private var presence: FollowerPresence? { only == nil ? FollowerPresence(pool: store.pool, owner: owner) : nil }

    /// Follows the logs until the task is cancelled.
    /// - Parameters:
    ///   - poll: how long to wait between two looks at the logs when no hint comes.
    ///   - hints: how to reach the database for a connection that listens; `nil` polls only.
    ///   - visible: told a district's number and the position that its rows have come to, after each round.
    ///   - trouble: told what went wrong, in which district if in one, and that it is tried again: a database that was
    ///     lost, a district that cannot go on.
    /// - Throws: ``ProjectionError`` where the tables are those of another version, `CancellationError`.
    public func follow(
        poll: Duration = .seconds(1), hints: ConnectionOptions? = nil,
        visible: (@Sendable (_ tenant: Int32, _ position: Int64) -> Void)? = nil,
        trouble: (@Sendable (_ district: District?, _ error: any Error) -> Void)? = nil
    ) async throws {
        var following = Following(follower: self, hints: hints, visible: visible, trouble: trouble)
        do {
            var pause = Self.shortRest
            while true {
                let start = ContinuousClock.now
                do {
                    try await following.run(poll: poll)
                } catch  where Self.isPassing(error) {
                    trouble?(nil, error)
                    // A server that stays away is asked, and told of, less and less often.
                    if start.duration(to: .now) > Self.rest { pause = Self.shortRest }
                    try await Task.sleep(for: pause)
                    pause = min(pause * 2, Self.rest)
                }
            }
        } catch {
            await following.end()
            // Also where the cancelling met a statement, whose error tells of it in other words.
            throw Task.isCancelled ? CancellationError() : error
        }
    }

    /// Whether what went wrong may be right again by itself: the server went away, or took too long.
    private static func isPassing(_ error: any Error) -> Bool {
        switch error {
        case EventLogError.database(let error): isPassing(error)
        case let error as PostgresError: error.kind == .connection || error.kind == .timeout
        default: false
        }
    }

    /// What a follower knows while it follows.
    private struct Following {
        let follower: Follower
        let visible: (@Sendable (Int32, Int64) -> Void)?
        let trouble: (@Sendable (District?, any Error) -> Void)?
        private var watch: StoreWatch
        private var logs: [Int32: EventLog] = [:]
        private var live = LiveDistricts()
        /// The rights that were taken, also of what was thrown away since.
        private var rights: [Int32: [Checkpoint]] = [:]
        private var resting: [Int32: ContinuousClock.Instant] = [:]
        private var beside: CatchingUp?
        /// Districts to which a projector beside has just been.
        private var tried: Set<Int32> = []
        /// Districts that have events.
        private var peopled: Set<Int32> = []
        /// How many other followers there are.
        private var others = 0

        init(
            follower: Follower, hints: ConnectionOptions?, visible: (@Sendable (Int32, Int64) -> Void)?,
            trouble: (@Sendable (District?, any Error) -> Void)?
        ) {
            (self.follower, self.visible, self.trouble) = (follower, visible, trouble)
            watch = StoreWatch(hints: hints)
        }

        mutating func run(poll: Duration) async throws -> Never {
            var due: Set<Int32> = []
            var look = ContinuousClock.now
            while true {
                try Task.checkCancellation()
                // First listen, then look: what is committed in between is seen by the look.
                await watch.listen()
                if look <= .now || !due.isSubset(of: logs.keys) {
                    try await findDistricts()
                    try await share(every: poll)
                    due = Set(logs.keys)
                    look = .now + poll
                }
                try finishBeside()
                // Those first of which it has the right, and whose rows it lost from memory.
                let open = due.subtracting(live.tenants)
                for tenant in open.filter({ rights[$0] != nil }) { try await takeUp(tenant) }
                for tenant in open.subtracting(live.tenants) { try await takeUp(tenant) }
                due = try await round(due.intersection(live.tenants).sorted())
                var limit = due.isEmpty ? max(.zero, ContinuousClock.now.duration(to: look)) : .zero
                if let beside {
                    limit = min(limit, Follower.glance)
                    if beside.outcome != nil { due.insert(beside.tenant) }
                }
                let hinted = try await watch.wait(atMost: limit)
                due.formUnion(follower.only.map { hinted.intersection([$0.tenant]) } ?? hinted)
            }
        }

        /// Gives every right back, so that others take over at once.
        mutating func end() async {
            beside?.task.cancel()
            let held = rights.compactMap { tenant, checkpoints in logs[tenant].map { ($0, checkpoints) } }
            let presence = follower.presence
            // Also when the task that followed was cancelled. Where it fails, the leases run out by themselves.
            await Task.detached {
                for (log, checkpoints) in held { try? await Following.release(checkpoints, log) }
                await presence?.end()
            }.value
            await beside?.task.value
        }

        private mutating func findDistricts() async throws {
            let districts = if let only = follower.only { [only] } else { try await follower.store.districts() }
            for district in districts where logs[district.tenant] == nil {
                logs[district.tenant] = follower.store.log(of: district)
            }
        }

        private static func release(_ checkpoints: [Checkpoint], _ log: EventLog) async throws {
            try await log.transaction { session in
                for checkpoint in checkpoints { try checkpoint.release(session) }
            }
        }

        /// Looks who else is there, and leaves them what is theirs.
        private mutating func share(every poll: Duration) async throws {
            guard let presence = follower.presence else { return }
            others = try await presence.tell(every: poll)
            for tenant in live.tenants.sorted().dropFirst(part) {
                live.remove(tenant)
                guard let checkpoints = rights.removeValue(forKey: tenant), let log = logs[tenant] else { continue }
                try await Self.release(checkpoints, log)
            }
        }

        /// How many districts it takes: its part, rounded up, so that the parts of all together are the whole.
        private var part: Int { others == 0 ? .max : (peopled.count + others) / (others + 1) }

        /// Takes a district into memory, or leaves it to a projector beside.
        private mutating func takeUp(_ tenant: Int32) async throws {
            guard let log = logs[tenant], beside?.tenant != tenant, resting[tenant] ?? .now <= .now else { return }
            resting[tenant] = nil
            if peopled.contains(tenant), live.tenants.count >= part { return }
            let head = try await log.head()
            if head == 0 { return }
            peopled.insert(tenant)
            if live.tenants.count >= part { return }
            if let district = try await LiveDistrict.claim(
                log, upTo: head, owner: follower.owner, within: Follower.nearby)
            {
                live.add(district)
                rights[tenant] = district.projections.map(\.checkpoint)
                tried.remove(tenant)
            } else if try await LiveDistrict.isHeld(log, butBy: follower.owner) {
                // A projector could do nothing either, and would have the district on its way when it becomes free.
                resting[tenant] = .now + Follower.heldRest
            } else if tried.remove(tenant) != nil {
                // Others are at it, and the projector beside could do nothing either.
                resting[tenant] = .now + Follower.shortRest
            } else if beside == nil {
                beside = CatchingUp(Projector(log: log, owner: follower.owner))
            }
        }

        private mutating func finishBeside() throws {
            guard let beside, let outcome = beside.outcome else { return }
            self.beside = nil
            switch outcome {
            case .success(true): tried.insert(beside.tenant)
            case .success(false): resting[beside.tenant] = .now + Follower.rest
            case .failure(let error as ProjectionError): throw error
            case .failure(let error):
                if Follower.isPassing(error) { throw error }
                trouble?(logs[beside.tenant]?.district, error)
                resting[beside.tenant] = .now + Follower.rest
            }
        }

        /// Brings districts that are in memory further.
        /// - Returns: those that have more to read.
        private mutating func round(_ tenants: [Int32]) async throws -> Set<Int32> {
            if tenants.isEmpty { return [] }
            let (state, due) = (Handover(live), live.dueForRenewal(tenants))
            // Whatever goes wrong, what is in memory is worth nothing then.
            live = LiveDistricts()
            do {
                let pool = follower.store.pool
                let kept =
                    due.isEmpty
                    ? state
                    : try await pool.transaction { session in
                        guard var live = state.take() else { throw LiveFailure.swapped }
                        try live.renew(session, due)
                        return Handover(live)
                    }
                let (next, advances) = try await pool.transaction { session in
                    guard var live = kept.take() else { throw LiveFailure.swapped }
                    let advances = try live.advance(session, tenants)
                    return (live, advances)
                }
                live = next
                for advance in advances { visible?(advance.tenant, advance.position) }
                return Set(advances.filter(\.isFull).map(\.tenant))
            } catch LiveFailure.swapped {
                return Set(tenants)
            } catch LiveFailure.fenced(let tenant) {
                resting[tenant] = .now + Follower.shortRest
                return Set(tenants)
            } catch LiveFailure.district(let tenant, let error) {
                if error is CancellationError || (error as? PostgresError)?.kind == .cancelled { throw error }
                // The projector does it, or says what is wrong with it, and the others go on.
                if let log = logs[tenant], beside == nil {
                    beside = CatchingUp(Projector(log: log, owner: follower.owner))
                } else {
                    resting[tenant] = .now + Follower.shortRest
                }
                return Set(tenants)
            }
        }
    }
}

/// A district that is brought further beside the others.
private final class CatchingUp: Sendable {
    /// Whether nothing stands still, once it has ended.
    private final class Ended: Sendable {
        let outcome = Mutex<Result<Bool, any Error>?>(nil)
    }

    let tenant: Int32
    let task: Task<Void, Never>
    private let ended: Ended

    /// Starts it.
    init(_ projector: Projector) {
        let ended = Ended()
        self.ended = ended
        tenant = projector.log.district.tenant
        task = Task {
            do {
                let isRunning = try await projector.catchUpImpatiently()
                ended.outcome.withLock { $0 = .success(isRunning) }
            } catch {
                ended.outcome.withLock { $0 = .failure(error) }
            }
        }
    }

    /// Whether nothing stands still, once it has ended.
    var outcome: Result<Bool, any Error>? { ended.outcome.withLock(\.self) }
}
