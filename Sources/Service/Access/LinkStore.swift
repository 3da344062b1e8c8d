public import EventLog
import Foundation
public import LearningRecord
import LibPQ

/// Links by which people set a password: made by an administrator, printed, and given to their owner by hand.
public struct LinkStore: Sendable {
    /// What a link is for.
    public enum Purpose: String, Sendable {
        /// To begin.
        case invite
        /// To begin anew, when a password was forgotten.
        case reset

        fileprivate var lifetime: Double {
            switch self {
            case .invite: 7 * 24 * 3600
            case .reset: 24 * 3600
            }
        }
    }

    /// The log of the district.
    public let log: EventLog

    /// The links of a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// Makes a link, and answers its path. Links of the account that were made before work no more.
    /// - Throws: `EventLogError`.
    public func make(_ purpose: Purpose, for account: AccountID) async throws -> String {
        let (tenant, secret) = (log.district.tenant, Secret())
        try await log.transaction { session in
            _ = try session.execute("delete from access.link where tenant = \(tenant) and account = \(account)")
            _ = try session.execute(
                """
                insert into access.link (tenant, digest, account, purpose, expires_at)
                values (\(tenant), \(secret.digest), \(account), \(purpose.rawValue),
                        clock_timestamp() + make_interval(secs => \(purpose.lifetime)))
                """)
        }
        return "/link/\(tenant).\(secret.text)"
    }

    /// Sets a password at once, as by a link that was made and used: for whoever sets a service up. The account's sessions
    /// end.
    /// - Throws: ``PasswordObjection`` where it is not one that may be chosen, `EventLogError`.
    public func setPassword(_ text: String, of account: Account) async throws {
        let password = Password(text)
        if let objection = PasswordRules().objection(to: password, own: [account.login, account.name]) {
            throw objection
        }
        let hash = try await PasswordHasher().hash(password).text
        let link = try await make(.invite, for: account.id)
        guard let secret = link.split(separator: ".").last.flatMap({ Secret($0) }),
            try await use(digest: secret.digest, settingPassword: hash)
        else { throw AccessError.unknown }
    }

    /// Whose link this is; `nil` when it was used or has ended.
    func account(digest: [UInt8]) async throws -> Account? {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select \(sql: AccountStore.columns) from access.link l
                  join access.account a on a.tenant = l.tenant and a.account = l.account and a.ended_at is null
                 where l.tenant = \(tenant) and l.digest = \(digest) and l.used_at is null
                   and l.expires_at > clock_timestamp()
                """
            ).first.map { try Account($0) }
        }
    }

    /// Uses a link up to set a password, once; the account's sessions end, and a lock on it with them.
    /// - Returns: whether the link worked.
    func use(digest: [UInt8], settingPassword hash: String) async throws -> Bool {
        let tenant = log.district.tenant
        return try await log.transaction { session in
            let account = try session.query(
                """
                update access.link set used_at = clock_timestamp()
                 where tenant = \(tenant) and digest = \(digest) and used_at is null and expires_at > clock_timestamp()
                returning account
                """
            ).first.map { try $0[0, as: AccountID.self] }
            guard let account else { return false }
            let changed = try session.execute(
                """
                update access.account set password = \(hash), failures = 0, locked_until = null
                 where tenant = \(tenant) and account = \(account) and ended_at is null
                """)
            _ = try session.execute("delete from access.session where tenant = \(tenant) and account = \(account)")
            return changed == 1
        }
    }
}
