public import EventLog
public import Foundation
public import LearningRecord
import LibPQ

/// The service tokens of a district. A secret is shown once, when it is made; what is kept is its SHA-256.
public struct TokenStore: Sendable {
    /// How long the earlier secret works after a rotation, so that systems can be switched over one after the other.
    public static let overlap: Duration = .seconds(24 * 3600)
    /// How long a token lasts at the most.
    static let longestLifetime: Duration = .seconds(731 * 24 * 3600)
    static let shortestLifetime: Duration = .seconds(3600)

    /// The log of the district.
    public let log: EventLog

    /// The tokens of a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// Makes a token and answers its text, which nothing can show again.
    /// - Throws: ``AccessError``, `EventLogError`.
    public func create(
        named name: String, scopes: Set<Scope>, lifetime: Duration, by creator: AccountID? = nil
    ) async throws -> (token: ServiceToken, text: String) {
        guard !scopes.isEmpty else { throw AccessError.noScope }
        guard (Self.shortestLifetime...Self.longestLifetime).contains(lifetime) else { throw AccessError.badLifetime }
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...200).contains(name.count) else { throw AccessError.badName }
        let (tenant, id, secret) = (log.district.tenant, UUID(), Secret())
        let seconds = Double(lifetime.components.seconds)
        let token = try await log.run { session in
            try session.query(
                """
                insert into access.token (tenant, token, name, digest, scopes, created_by, expires_at)
                values (\(tenant), \(id), \(name), \(secret.digest), \(scopes.sorted().map(\.rawValue)), \(creator),
                        clock_timestamp() + make_interval(secs => \(seconds)))
                returning \(sql: Self.columns)
                """
            ).first.map { try ServiceToken($0) }
        }
        guard let token else { throw AccessError.unknown }
        return (token, Credentials.text(token: secret, tenant: tenant))
    }

    /// Every token that was not revoked, by name; expired ones too.
    /// - Throws: `EventLogError`.
    public func all() async throws -> [ServiceToken] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select \(sql: Self.columns) from access.token
                 where tenant = \(tenant) and ended_at is null order by name, created_at
                """
            ).map { try ServiceToken($0) }
        }
    }

    /// Gives a token another secret; the one before goes on for ``overlap``.
    /// - Throws: ``AccessError/unknown``, `EventLogError`.
    public func rotate(_ id: UUID) async throws -> String {
        let (tenant, secret) = (log.district.tenant, Secret())
        let overlap = Double(Self.overlap.components.seconds)
        let changed = try await log.run { session in
            try session.execute(
                """
                update access.token set earlier_digest = digest, digest = \(secret.digest),
                       earlier_until = clock_timestamp() + make_interval(secs => \(overlap))
                 where tenant = \(tenant) and token = \(id) and ended_at is null and expires_at > clock_timestamp()
                """)
        }
        guard changed == 1 else { throw AccessError.unknown }
        return Credentials.text(token: secret, tenant: tenant)
    }

    /// Revokes a token.
    /// - Throws: ``AccessError/unknown``, `EventLogError`.
    public func revoke(_ id: UUID) async throws {
        let tenant = log.district.tenant
        let changed = try await log.run { session in
            try session.execute(
                """
                update access.token set ended_at = clock_timestamp()
                 where tenant = \(tenant) and token = \(id) and ended_at is null
                """)
        }
        guard changed == 1 else { throw AccessError.unknown }
    }

    /// The token with this secret, if it works now; that it was used is noted every few minutes.
    func token(digest: [UInt8]) async throws -> ServiceToken? {
        let tenant = log.district.tenant
        return try await log.run { session in
            let found = try session.query(
                """
                select \(sql: Self.columns), used_at is null or used_at < clock_timestamp() - interval '5 minutes'
                  from access.token
                 where tenant = \(tenant) and ended_at is null and expires_at > clock_timestamp()
                   and (digest = \(digest) or earlier_digest = \(digest) and earlier_until > clock_timestamp())
                """
            ).first
            guard let found else { return nil }
            let token = try ServiceToken(found)
            if try found[7, as: Bool.self] {
                _ = try session.execute(
                    """
                    update access.token set used_at = clock_timestamp()
                     where tenant = \(tenant) and token = \(token.id)
                    """)
            }
            return token
        }
    }

    private static let columns: SQL = "token, name, scopes, created_at, expires_at, used_at, ended_at"
}

extension ServiceToken {
    fileprivate init(_ row: Row) throws(PostgresError) {
        self.init(
            id: try row[0, as: UUID.self], name: try row[1, as: String.self],
            scopes: Set(try row[2, as: [String].self].compactMap(Scope.init(rawValue:))),
            createdAt: try row[3, as: Instant.self], expiresAt: try row[4, as: Instant.self],
            usedAt: try row[5, as: Instant?.self], endedAt: try row[6, as: Instant?.self])
    }
}
