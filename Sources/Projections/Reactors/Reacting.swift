public import EventLog
import Foundation
import LearningRecord
public import LibPQ

/// Runs one reactor in one district. Several may run at the same time: one of them works, and when it dies another takes
/// over.
public struct Reacting: Sendable {
    /// The log that it reacts to.
    public let log: EventLog
    /// What reacts.
    public let reactor: any Reactor
    let owner = UUID()

    /// How a reactor stands.
    public struct Standing: Hashable, Sendable {
        /// The effects of everything up to here are done or noted as due.
        public var position: Int64
        /// Effects that are due.
        public var due: Int64
        /// Effects that were tried in vain at least once and are due again.
        public var failing: Int64
        /// Why the oldest of them failed.
        public var error: String?
    }

    /// Events looked at in one go.
    static let batchSize = 1_000
    /// The longest pause between two tries of one effect.
    static let longestPause: Duration = .seconds(3_600)

    /// A reactor in a district.
    public init(log: EventLog, reactor: any Reactor) {
        self.log = log
        self.reactor = reactor
    }

    /// Reacts to everything up to where the log stands now, and tries again what is due again.
    ///
    /// A reactor that was never here before begins at the newest event: what lies before it happened without it.
    /// - Returns: how it stands afterwards.
    /// - Throws: `EventLogError`, `CancellationError`. What an effect throws is noted instead.
    @discardableResult
    public func react() async throws -> Standing {
        let head = try await log.head()
        while var right = try await ReactorRight.claim(log, reactor.name, owner: owner, newest: head) {
            do {
                while right.position < head {
                    try Task.checkCancellation()
                    right = try await note(right, upTo: min(head, right.position + Int64(Self.batchSize)))
                }
                while try await performNext(right) {}
                try await right.release(log)
                break
            } catch ReactorRight.Lost.lost {
                continue
            }
        }
        return try await standing()
    }

    /// Follows the log until the task is cancelled.
    public func follow(poll: Duration = .seconds(1), hints: ConnectionOptions? = nil) async throws {
        var watch = LogWatch(log, poll: poll, hints: hints)
        while true {
            await watch.listen()
            try await react()
            try await watch.wait()
        }
    }

    /// How the reactor stands.
    public func standing() async throws -> Standing {
        let (tenant, name) = (log.district.tenant, reactor.name)
        return try await log.run { session in
            let row = try session.query(
                """
                select coalesce((select position from proj.reactor where tenant = \(tenant) and reactor = \(name)), 0),
                       count(*) filter (where done_at is null),
                       count(*) filter (where done_at is null and attempts > 0),
                       (array_agg(error order by position, ordinal)
                            filter (where done_at is null and error is not null))[1]
                  from proj.effect where tenant = \(tenant) and reactor = \(name)
                """
            ).first
            return Standing(
                position: try row?[0, as: Int64.self] ?? 0, due: try row?[1, as: Int64.self] ?? 0,
                failing: try row?[2, as: Int64.self] ?? 0, error: try row?[3, as: String?.self] ?? nil)
        }
    }

    /// Notes the effects of some events, together with having read them.
    private func note(_ right: ReactorRight, upTo end: Int64) async throws -> ReactorRight {
        let (tenant, reactor) = (log.district.tenant, reactor)
        return try await log.transaction { session in
            var positions: [Int64] = []
            var ordinals: [Int32] = []
            try log.scan(session, LogPart(after: right.position, upTo: end, kinds: reactor.kinds)) { scanned in
                // What cannot be read has no effect that anyone could tell; `waymark status` names it.
                guard case .event(let event) = scanned else { return }
                for ordinal in 0..<max(0, reactor.count(of: event)) {
                    positions.append(event.position)
                    ordinals.append(Int32(clamping: ordinal))
                }
            }
            let moved = try right.move(session, to: end)
            if !positions.isEmpty {
                try session.execute(
                    """
                    insert into proj.effect (tenant, reactor, position, ordinal)
                    select \(tenant), \(reactor.name), u.position, u.ordinal
                      from unnest(\(positions), \(ordinals)) u (position, ordinal)
                    """)
            }
            return moved
        }
    }

    /// Does the oldest effect that is due; answers whether one was.
    private func performNext(_ right: ReactorRight) async throws -> Bool {
        try Task.checkCancellation()
        let (tenant, name) = (log.district.tenant, reactor.name)
        let due = try await log.transaction { session in
            // A sign of life before what may take long.
            _ = try right.move(session, to: right.position)
            return try session.query(
                """
                select position, ordinal from proj.effect
                 where tenant = \(tenant) and reactor = \(name) and done_at is null and due_at <= clock_timestamp()
                 order by position, ordinal limit 1
                """
            ).first.map { (try $0[0, as: Int64.self], try $0[1, as: Int32.self]) }
        }
        guard let (position, ordinal) = due else { return false }
        let key = "\(log.district.id.uuidString.lowercased())/\(name)/\(position)/\(ordinal)"
        var failure: String?
        if let event = try await log.read(after: position - 1, limit: 1).first, event.position == position {
            do {
                try await reactor.perform(Effect(key: key, event: event, ordinal: Int(ordinal)))
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                failure = String(describing: error)
            }
        }
        let told = failure
        try await log.run { session in
            // Pauses of 1, 2, 4… seconds, so that what is down for long is not asked all the time.
            _ = try session.execute(
                """
                update proj.effect
                   set attempts = attempts + 1, error = \(told),
                       done_at = case when \(told)::text is null then clock_timestamp() end,
                       due_at = clock_timestamp()
                           + least(power(2, least(attempts, 20)), \(Self.longestPause.components.seconds))
                             * interval '1 second'
                 where tenant = \(tenant) and reactor = \(name) and position = \(position) and ordinal = \(ordinal)
                """)
        }
        return true
    }
}
