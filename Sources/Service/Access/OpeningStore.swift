public import EventLog
public import Foundation
public import LearningRecord
import LibPQ

/// Records that somebody of the staff opened for a reason and for a while, though they are not theirs to see otherwise.
/// The family sees each of them.
public struct OpeningStore: Sendable {
    /// A record that was opened.
    public struct Opening: Hashable, Sendable {
        /// The opening.
        public var id: UUID
        /// Whose record.
        public var learner: LearnerID
        /// Who opened it, by the name of the account.
        public var opener: String
        /// Why, in the words of who opened it.
        public var reason: String
        /// Since when.
        public var openedAt: Instant
        /// Until when.
        public var expiresAt: Instant
    }

    /// How long a record stays open.
    public static let lifetime = Duration.seconds(3_600)
    /// Characters of a reason.
    public static let reasonLength = 10...2_000

    /// The log of the district.
    public let log: EventLog

    /// The openings in a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// Opens a record for an hour. Where it is open already, that ends, and the new reason stands beside the old one.
    /// - Throws: `EventLogError`.
    public func open(_ learner: LearnerID, by account: AccountID, because reason: String) async throws -> UUID {
        let (tenant, id) = (log.district.tenant, UUID())
        let seconds = Self.lifetime.components.seconds
        try await log.transaction { session in
            _ = try session.execute(
                """
                update access.opening set expires_at = clock_timestamp()
                 where tenant = \(tenant) and account = \(account) and learner = \(learner)
                   and expires_at > clock_timestamp()
                """)
            _ = try session.execute(
                """
                insert into access.opening (tenant, opening, account, learner, reason, opened_at, expires_at)
                select \(tenant), \(id), \(account), \(learner), \(reason), t.now,
                       t.now + make_interval(secs => \(Double(seconds)))
                  from (select clock_timestamp() as now) t
                """)
        }
        return id
    }

    /// Ends an opening of one's own before its time. One that has ended, or is somebody else's, stays as it is.
    /// - Returns: whether it was open.
    /// - Throws: `EventLogError`.
    public func end(_ opening: UUID, of account: AccountID) async throws -> Bool {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.execute(
                """
                update access.opening set expires_at = clock_timestamp()
                 where tenant = \(tenant) and opening = \(opening) and account = \(account)
                   and expires_at > clock_timestamp()
                """) > 0
        }
    }

    /// The records that somebody has open now, the newest first.
    /// - Throws: `EventLogError`.
    public func current(of account: AccountID) async throws -> [Opening] {
        try await openings("o.account = \(account) and o.expires_at > clock_timestamp()", limit: 50)
    }

    /// When a learner's record was opened, the newest first: for the learner and the family.
    /// - Parameter ids: all ids of the learner.
    /// - Throws: `EventLogError`.
    public func all(at ids: [LearnerID], limit: Int) async throws -> [Opening] {
        try await openings("o.learner = any(\(ids))", limit: limit)
    }

    private func openings(_ condition: SQL, limit: Int) async throws -> [Opening] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select o.opening, o.learner, a.name, o.reason, o.opened_at, o.expires_at
                  from access.opening o join access.account a on a.tenant = o.tenant and a.account = o.account
                 where o.tenant = \(tenant) and (\(sql: condition))
                 order by o.opened_at desc limit \(limit)
                """
            ).map { row in
                Opening(
                    id: try row[0, as: UUID.self], learner: try row[1, as: LearnerID.self],
                    opener: try row[2, as: String.self], reason: try row[3, as: String.self],
                    openedAt: try row[4, as: Instant.self], expiresAt: try row[5, as: Instant.self])
            }
        }
    }
}
