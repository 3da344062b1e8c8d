import Foundation
import LibPQ

/// What a database's vault says of where the keys of a district are (`vault.place`).
enum KeyPlace: String, Sendable {
    /// In this database, which has known of another.
    case here
    /// On their way into this database: it does not give them out yet.
    case arriving
    /// On their way out of this database: it gives them out and makes none.
    case leaving
    /// In another database.
    case gone

    /// What a database says of a district; `nil` where it says nothing: then they are here, as far as there are any.
    /// - Throws: `EventLogError.key` where the number stands for another district there.
    static func of(_ district: District, in pool: Pool) async throws -> KeyPlace? {
        let tenant = district.tenant
        let rows = try await pool.run { session in
            try session.query("select tenant_id, state from vault.places() where tenant = \(tenant)")
                .map { (try $0[0, as: UUID.self], try $0[1, as: String.self]) }
        }
        guard let (id, state) = rows.first else { return nil }
        guard id == district.id else { throw EventLogError.key(.notThisKeyDatabase) }
        return KeyPlace(rawValue: state)
    }

    /// Whether a database has a key of a district.
    static func hasKeys(_ district: District, in pool: Pool) async throws -> Bool {
        let tenant = district.tenant
        return try await pool.run { session in
            session.set("waymark.tenant", to: String(tenant))
            return try session.query(
                """
                select exists (select from vault.tenant_key where tenant = \(tenant))
                    or exists (select from vault.learner_key where tenant = \(tenant) and destroyed_at is null)
                """
            ).single(as: Bool.self)
        }
    }

    /// Makes a database the home of a district's keys.
    static func admit(_ district: District, in pool: Pool) async throws {
        do {
            _ = try await pool.run { try $0.query("select vault.admit(\(district.tenant), \(district.id))") }
        } catch let error as PostgresError where error.code?.rawValue == "WM441" {
            throw EventLogError.key(.notThisKeyDatabase)
        }
    }

    /// Says in the record's database that the keys of a district are elsewhere; false where it has some.
    static func keepElsewhere(_ district: District, in pool: Pool) async throws -> Bool {
        try await pool.run {
            try $0.query("select vault.keep_elsewhere(\(district.tenant))").single(as: Bool.self)
        }
    }
}
