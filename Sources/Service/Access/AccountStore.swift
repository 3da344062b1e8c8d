public import EventLog
public import Foundation
public import LearningRecord
import LibPQ

/// The accounts of a district and the parts that were granted to them.
public struct AccountStore: Sendable {
    /// The log of the district.
    public let log: EventLog

    /// The accounts of a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// Makes an account. Nobody can sign in to it until a link was followed or an OpenID provider vouches for it.
    /// - Throws: ``AccessError/loginTaken(_:)``, `EventLogError`.
    public func create(login: String, name: String, person: PersonID? = nil) async throws -> Account {
        let tenant = log.district.tenant
        let account = Account(
            id: AccountID(UUID()), login: Self.normalised(login), name: name.trimmingCharacters(in: .whitespaces),
            person: person, language: nil, endedAt: nil, hasPassword: false)
        guard (1...254).contains(account.login.count), (1...200).contains(account.name.count) else {
            throw AccessError.badName
        }
        do {
            try await log.run { session in
                _ = try session.execute(
                    """
                    insert into access.account (tenant, account, login, name, person)
                    values (\(tenant), \(account.id), \(account.login), \(account.name), \(person))
                    """)
            }
        } catch EventLogError.database(PostgresError.uniqueViolation) {
            throw AccessError.loginTaken(account.login)
        }
        return account
    }

    /// Every account, by name.
    /// - Throws: `EventLogError`.
    public func all() async throws -> [(account: Account, grants: [RoleGrant])] {
        let tenant = log.district.tenant
        return try await log.run { session in
            var grants: [AccountID: [RoleGrant]] = [:]
            for row in try session.query(
                """
                select account, role_grant, role, school, learner from access.role_grant
                 where tenant = \(tenant) and ended_at is null order by role, school
                """)
            {
                guard let grant = try RoleGrant(row, from: 1) else { continue }
                grants[try row[0, as: AccountID.self], default: []].append(grant)
            }
            return try session.query(
                "select \(sql: Self.columns) from access.account a where a.tenant = \(tenant) order by a.name, a.login"
            ).map { row in
                let account = try Account(row)
                return (account, grants[account.id] ?? [])
            }
        }
    }

    /// The account with this login; `nil` when there is none.
    /// - Throws: `EventLogError`.
    public func account(login: String) async throws -> Account? {
        let tenant = log.district.tenant
        let login = Self.normalised(login)
        return try await log.run { session in
            try session.query(
                """
                select \(sql: Self.columns) from access.account a
                 where a.tenant = \(tenant) and a.login = \(login)
                """
            ).first.map { try Account($0) }
        }
    }

    /// The account with this id; `nil` when there is none.
    /// - Throws: `EventLogError`.
    func account(_ id: AccountID) async throws -> Account? {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                "select \(sql: Self.columns) from access.account a where a.tenant = \(tenant) and a.account = \(id)"
            ).first.map { try Account($0) }
        }
    }

    /// Grants a part. The same again changes nothing.
    /// - Throws: ``AccessError``, `EventLogError`.
    public func add(_ grant: RoleGrant, to account: AccountID, by granter: AccountID? = nil) async throws {
        guard grant.role == .family || AccessRole.granted.contains(grant.role) else {
            throw AccessError.notGranted(grant.role)
        }
        guard grant.school == nil || AccessRole.ofSchools.contains(grant.role),
            (grant.role == .family) == (grant.learner != nil)
        else { throw AccessError.notOfSchools(grant.role) }
        let tenant = log.district.tenant
        try await log.transaction { session in
            _ = try session.execute(
                """
                insert into access.role_grant (tenant, role_grant, account, role, school, learner, granted_by)
                select \(tenant), \(grant.id), \(account), \(grant.role.rawValue), \(grant.school), \(grant.learner),
                       \(granter)
                 where not exists (select from access.role_grant g where g.tenant = \(tenant) and g.account = \(account)
                          and g.role = \(grant.role.rawValue) and g.school is not distinct from \(grant.school)
                          and g.learner is not distinct from \(grant.learner) and g.ended_at is null)
                """)
        }
    }

    /// Takes a part back.
    /// - Throws: `EventLogError`.
    public func endGrant(_ id: UUID, of account: AccountID) async throws {
        let tenant = log.district.tenant
        try await log.run { session in
            _ = try session.execute(
                """
                update access.role_grant set ended_at = clock_timestamp()
                 where tenant = \(tenant) and role_grant = \(id) and account = \(account) and ended_at is null
                """)
        }
    }

    /// Ends an account: its sessions end with it, and nobody signs in to it again.
    /// - Throws: `EventLogError`.
    public func end(_ account: AccountID) async throws {
        let tenant = log.district.tenant
        try await log.transaction { session in
            _ = try session.execute(
                """
                update access.account set ended_at = coalesce(ended_at, clock_timestamp()), password = null
                 where tenant = \(tenant) and account = \(account)
                """)
            _ = try session.execute("delete from access.session where tenant = \(tenant) and account = \(account)")
            _ = try session.execute("delete from access.link where tenant = \(tenant) and account = \(account)")
        }
    }

    /// Keeps the language that somebody chose.
    func choose(_ language: String, for account: AccountID) async throws {
        let tenant = log.district.tenant
        try await log.run { session in
            _ = try session.execute(
                "update access.account set language = \(language) where tenant = \(tenant) and account = \(account)")
        }
    }

    /// Keeps the hash of another password.
    func setPassword(_ hash: String, of account: AccountID) async throws {
        let tenant = log.district.tenant
        try await log.run { session in
            _ = try session.execute(
                """
                update access.account set password = \(hash), failures = 0, locked_until = null
                 where tenant = \(tenant) and account = \(account) and ended_at is null
                """)
        }
    }

    /// The account of somebody whom a provider vouches for: known by issuer and subject; the first time by an address that
    /// the provider has made sure of and that is the account's login. From then on it is bound to the subject, since an
    /// address may pass to somebody else.
    func account(of identity: OpenIDIdentity) async throws -> Account? {
        let tenant = log.district.tenant
        let login = identity.emailVerified ? identity.email.map(Self.normalised) : nil
        return try await log.transaction { session in
            let known = try session.query(
                """
                select \(sql: Self.columns) from access.account a
                 where a.tenant = \(tenant) and a.issuer = \(identity.issuer) and a.subject = \(identity.subject)
                """
            ).first.map { try Account($0) }
            if let known { return known.endedAt == nil ? known : nil }
            return try session.query(
                """
                update access.account a set issuer = \(identity.issuer), subject = \(identity.subject)
                 where a.tenant = \(tenant) and a.login = \(login) and a.subject is null and a.ended_at is null
                returning \(sql: Self.columns)
                """
            ).first.map { try Account($0) }
        }
    }

    /// How a login is kept and compared: without spaces around, in lower case.
    static func normalised(_ login: String) -> String {
        login.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }

    static let columns: SQL = "a.account, a.login, a.name, a.person, a.language, a.ended_at, a.password is not null"
}

extension Account {
    /// Reads the columns of ``AccountStore/columns``, from `first` on.
    init(_ row: Row, from first: Int = 0) throws(PostgresError) {
        self.init(
            id: try row[first, as: AccountID.self], login: try row[first + 1, as: String.self],
            name: try row[first + 2, as: String.self], person: try row[first + 3, as: PersonID?.self],
            language: try row[first + 4, as: String?.self], endedAt: try row[first + 5, as: Instant?.self],
            hasPassword: try row[first + 6, as: Bool.self])
    }
}

extension RoleGrant {
    /// Reads role_grant, role, school, learner, from `first` on; `nil` where this program knows no such part.
    init?(_ row: Row, from first: Int = 0) throws(PostgresError) {
        guard let role = AccessRole(rawValue: try row[first + 1, as: String.self]) else { return nil }
        self.init(
            id: try row[first, as: UUID.self], role: role, school: try row[first + 2, as: SchoolID?.self],
            learner: try row[first + 3, as: LearnerID?.self])
    }
}
