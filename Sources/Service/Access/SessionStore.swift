import EventLog
import Foundation
import LearningRecord
import LibPQ

/// The sessions of those who signed in: they end after a while without use, and after a working day in any case.
struct SessionStore: Sendable {
    /// After which a session without use has ended.
    static let idle = Duration.seconds(3600)
    /// After which a session has ended in any case.
    static let longest = Duration.seconds(12 * 3600)

    let log: EventLog

    /// Begins a session and answers what stands in its cookie.
    /// - Parameter way: how the person signed in, for the list of one's sessions.
    func begin(_ account: AccountID, way: String) async throws -> String {
        let (tenant, secret) = (log.district.tenant, Secret())
        let seconds = Double(Self.longest.components.seconds)
        try await log.run { session in
            _ = try session.execute(
                """
                insert into access.session (tenant, digest, account, expires_at, way)
                values (\(tenant), \(secret.digest), \(account),
                        clock_timestamp() + make_interval(secs => \(seconds)), \(way))
                """)
        }
        return Credentials.text(session: secret, tenant: tenant)
    }

    /// Whose session this is, with the parts that were granted; `nil` when it has ended. That it was used is noted every
    /// minute.
    /// - Parameter isUse: whether the person did something, and not only something of theirs that goes on by itself.
    func principal(digest: [UInt8], isUse: Bool = true) async throws -> Principal? {
        let district = log.district
        let tenant = district.tenant
        let idle = Double(Self.idle.components.seconds)
        return try await log.run { session in
            let found = try session.query(
                """
                select \(sql: AccountStore.columns), s.seen_at < clock_timestamp() - interval '1 minute'
                  from access.session s
                  join access.account a on a.tenant = s.tenant and a.account = s.account and a.ended_at is null
                 where s.tenant = \(tenant) and s.digest = \(digest) and s.expires_at > clock_timestamp()
                   and s.seen_at > clock_timestamp() - make_interval(secs => \(idle))
                """
            ).first
            guard let found else { return nil }
            let account = try Account(found)
            if isUse, try found[7, as: Bool.self] {
                _ = try session.execute(
                    """
                    update access.session set seen_at = clock_timestamp()
                     where tenant = \(tenant) and digest = \(digest)
                    """)
            }
            let grants = try session.query(
                """
                select role_grant, role, school, learner from access.role_grant
                 where tenant = \(tenant) and account = \(account.id) and ended_at is null
                """
            ).map { try RoleGrant($0) }
            return Principal(
                district: district, identity: .account(account, session: digest), grants: grants.compactMap(\.self))
        }
    }

    /// A session of an account.
    struct Session: Sendable {
        let digest: [UInt8]
        let createdAt: Instant
        let seenAt: Instant
        let way: String
    }

    /// The sessions of an account that have not ended, the newest first.
    func all(of account: AccountID) async throws -> [Session] {
        let tenant = log.district.tenant
        let idle = Double(Self.idle.components.seconds)
        return try await log.run { session in
            try session.query(
                """
                select digest, created_at, seen_at, way from access.session
                 where tenant = \(tenant) and account = \(account) and expires_at > clock_timestamp()
                   and seen_at > clock_timestamp() - make_interval(secs => \(idle)) order by created_at desc
                """
            ).map { row in
                Session(
                    digest: try row[0, as: [UInt8].self], createdAt: try row[1, as: Instant.self],
                    seenAt: try row[2, as: Instant.self], way: try row[3, as: String.self])
            }
        }
    }

    /// Ends one session.
    func end(digest: [UInt8]) async throws {
        let tenant = log.district.tenant
        try await log.run { session in
            _ = try session.execute("delete from access.session where tenant = \(tenant) and digest = \(digest)")
        }
    }

    /// Ends all sessions of an account, but for one.
    func endAll(of account: AccountID, but digest: [UInt8] = []) async throws {
        let tenant = log.district.tenant
        try await log.run { session in
            _ = try session.execute(
                """
                delete from access.session
                 where tenant = \(tenant) and account = \(account) and digest <> \(digest)
                """)
        }
    }
}
