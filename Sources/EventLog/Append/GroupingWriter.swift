public import LearningRecord
public import LibPQ
import Synchronization

/// Groups concurrent appends of one district into one transaction each: a commit costs one flush to disk however many
/// share it, and a district's commits are serial anyway.
///
/// Every caller's events are checked, sealed and encoded in the caller's own task. The thread of one connection then
/// sends group after group, and tells every caller the answer to its own events once they are durable. A caller whose
/// events are refused does not harm the others: the group is then sent one by one. When the connection is lost, the
/// callers of the groups under way get the error; a retry of theirs is safe.
public final class GroupingWriter: Sendable {
    struct Caller: Sendable {
        let prepared: PreparedAppend
        let continuation: CheckedContinuation<AppendReceipt, any Error>
    }

    private struct State {
        var queue = GroupQueue<Caller>()
        /// Ends the waiting of the thread that writes.
        var wake: WakePipe?
    }

    /// A transaction that a writer made, for whoever measures.
    public struct Group: Sendable {
        /// Callers who shared it.
        public let callers: Int
        /// Their events.
        public let events: Int
        /// From sending it to its answer.
        public let duration: Duration
    }

    private let log: EventLog
    private let pool: Pool
    private let limit: Int
    private let observe: (@Sendable (Group) -> Void)?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - pool: the connections to append by; those of the store unless given.
    ///   - limit: events that one transaction takes at the most.
    ///   - observe: told of each transaction, on the thread of the connection.
    public init(
        log: EventLog, pool: Pool? = nil, limit: Int = EventLog.chunk, observe: (@Sendable (Group) -> Void)? = nil
    ) {
        self.log = log
        self.pool = pool ?? log.store.pool
        self.limit = limit
        self.observe = observe
    }

    /// Appends events, all or none; returns when they are durable.
    /// - Throws: `EventLogError`.
    public func append(_ events: [LearningEvent]) async throws -> AppendReceipt {
        let prepared = try await log.prepare(events)
        return try await withCheckedThrowingContinuation { continuation in
            let caller = Caller(prepared: prepared, continuation: continuation)
            let (duty, wake) = state.withLock { ($0.queue.add(caller), $0.wake) }
            switch duty {
            case .write: Task { await write() }
            case .wake: wake?.signal()
            case .nothing: break
            }
        }
    }

    /// Writes until nobody waits.
    private func write() async {
        do {
            let inputType = try await log.store.inputType()
            try await EventLogError.translating {
                while try await pool.run({ !writeTurn(on: $0, inputType: inputType) }) {}
            }
        } catch {
            // There is no connection to be had.
            for caller in state.withLock({ $0.queue.giveUp() }) { caller.continuation.resume(throwing: error) }
        }
    }

    /// Writes until nobody waits, which it answers as true, or others may want the connection.
    private func writeTurn(on session: Session, inputType: UInt32) -> Bool {
        state.withLock { $0.wake = session.wake }
        var turn = GroupTurn(
            tenant: log.district.tenant, inputType: inputType, limit: limit, hints: log.store.hints,
            isWanted: { [pool] in pool.load.waiting > 0 }, observe: observe)
        do {
            try session.pipelining { (pipeline) throws(PostgresError) in
                try turn.run(in: pipeline) { step in state.withLock { step(&$0.queue) } }
            }
        } catch {
            turn.fail(error)
        }
        turn.sendRefused(on: session)
        return turn.isAtRest
    }
}
