import EventLog
import LearningRecord
import LibPQ

/// Signing in by a password: slow to guess for whoever tries many, and the same to look at whether a login exists or not.
struct SignIn: Sendable {
    /// Wrong tries in a row after which a login is locked for a while.
    static let tries: Int32 = 10
    /// For how many minutes.
    static let lock: Int32 = 15

    /// What came of it.
    enum Outcome: Sendable {
        /// The account.
        case signedIn(Account)
        /// Login and password do not fit together, or there is no such account.
        case refused
        /// There were too many tries: how many seconds to wait.
        case wait(seconds: Int)
    }

    let log: EventLog
    let hasher: PasswordHasher
    let limits: SignInLimits

    /// Tries to sign in.
    /// - Parameter peer: where the request came from.
    /// - Throws: `EventLogError`, `PasswordError` where too many are at it at once.
    func attempt(login: String, password: String, from peer: String) async throws -> Outcome {
        let login = AccountStore.normalised(login)
        if let wait = limits.wait(login: "\(log.district.tenant) \(login)", peer: peer) { return .wait(seconds: wait) }
        let known = try await known(login)
        let hash = known.flatMap { $0.locked == nil ? $0.hash : nil }
        let fits = try await hasher.verify(Password(password), against: hash)
        guard let known else { return .refused }
        // Whether the login is locked is said to whoever knows its name: it locks by tries of theirs or of others.
        if let seconds = known.locked { return .wait(seconds: seconds) }
        guard fits, let hash else {
            try await note(known.account.id, failed: true)
            return .refused
        }
        try await note(known.account.id, failed: false)
        if hash.needsRehash(hasher.parameters) { try await replace(known.account.id, Password(password)) }
        return .signedIn(known.account)
    }

    private struct Known: Sendable {
        let account: Account
        let hash: PasswordHash?
        /// For how many seconds it is still locked.
        let locked: Int?
    }

    private func known(_ login: String) async throws -> Known? {
        let tenant = log.district.tenant
        return try await log.run { session in
            let row = try session.query(
                """
                select \(sql: AccountStore.columns), a.password,
                       ceil(extract(epoch from a.locked_until - clock_timestamp()))::int8
                  from access.account a
                 where a.tenant = \(tenant) and a.login = \(login) and a.ended_at is null
                """
            ).first
            guard let row else { return nil }
            let locked = try row[8, as: Int64?.self].flatMap { $0 > 0 ? Int($0) : nil }
            return Known(
                account: try Account(row), hash: try row[7, as: String?.self].flatMap { PasswordHash(text: $0) },
                locked: locked)
        }
    }

    /// Counts wrong tries in a row; a right one ends the row.
    private func note(_ account: AccountID, failed: Bool) async throws {
        let tenant = log.district.tenant
        try await log.run { session in
            _ = try session.execute(
                failed
                    ? """
                    update access.account set failures = case when failures + 1 >= \(Self.tries) then 0
                                                         else failures + 1 end,
                           locked_until = case when failures + 1 >= \(Self.tries)
                                          then clock_timestamp() + make_interval(mins => \(Self.lock))
                                          else locked_until end
                     where tenant = \(tenant) and account = \(account)
                    """
                    : """
                    update access.account set failures = 0, locked_until = null
                     where tenant = \(tenant) and account = \(account) and (failures > 0 or locked_until is not null)
                    """)
        }
    }

    private func replace(_ account: AccountID, _ password: Password) async throws {
        let (tenant, hash) = (log.district.tenant, try await hasher.hash(password).text)
        try await log.run { session in
            _ = try session.execute(
                "update access.account set password = \(hash) where tenant = \(tenant) and account = \(account)")
        }
    }
}

/// How many tries to sign in there may be: for one login, and from one address, whatever login they name.
final class SignInLimits: Sendable {
    private let ofLogins = RateLimit(burst: 8, interval: .seconds(30))
    private let ofPeers = RateLimit(burst: 60, interval: .seconds(2))

    /// Seconds to wait before another try; `nil` where there may be one now.
    func wait(login: String, peer: String) -> Int? {
        ofPeers.take(peer).retryAfterSeconds ?? ofLogins.take(login).retryAfterSeconds
    }
}
