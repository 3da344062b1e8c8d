import Crypto
import Foundation
public import LearningRecord
import LibPQ

/// The keys of a district on their way into or out of an archive.
public struct ArchivedKeys: Sendable {
    /// A learner's key, wrapped by the district's; `nil` once it was destroyed.
    public struct Learner: Sendable {
        /// Whose.
        public var learner: LearnerID
        /// The wrapped key.
        public var wrapped: [UInt8]?
        /// When it was destroyed, in microseconds since 2000-01-01, as PostgreSQL counts; `nil` where it was not, or where
        /// that is not known.
        public var destroyedAt: Int64?

        /// A learner's key.
        public init(learner: LearnerID, wrapped: [UInt8]?, destroyedAt: Int64? = nil) {
            self.learner = learner
            self.wrapped = wrapped
            self.destroyedAt = destroyedAt
        }
    }

    /// The district's key, wrapped by the transfer key; `nil` where it has none or no keys travel.
    public var district: [UInt8]?
    /// The learners', by learner.
    public var learners: [Learner]

    /// Keys.
    public init(district: [UInt8]?, learners: [Learner]) {
        self.district = district
        self.learners = learners
    }
}

extension EventLog {
    /// What an archive holds of the keys.
    /// - Parameter transfer: the key under which they travel; without it only that some were destroyed does.
    public func keysForArchive(wrappedBy transfer: MasterKey?) async throws -> ArchivedKeys {
        let (tenant, keyring) = (district.tenant, keyring)
        return try await EventLogError.translating {
            try await keyring.homeNow(in: store.pool).transaction(isolation: .repeatableRead) { session in
                session.set("waymark.tenant", to: String(tenant))
                let learners = try session.query(
                    """
                    select learner, wrapped,
                           (extract(epoch from destroyed_at) * 1000000 - 946684800000000)::bigint
                      from vault.learner_key
                     where tenant = \(tenant) and (wrapped is null or \(transfer != nil)) order by learner
                    """
                ).map {
                    ArchivedKeys.Learner(
                        learner: try $0[0, as: LearnerID.self], wrapped: try $0[1, as: [UInt8]?.self],
                        destroyedAt: try $0[2, as: Int64?.self])
                }
                return ArchivedKeys(
                    district: try transfer.flatMap { try keyring.districtKey(wrappedBy: $0, in: session) },
                    learners: learners)
            }
        }
    }

    /// Keeps the keys of an archive where this district's keys are; those that are there already stay. Nothing is kept in
    /// the database of the record where that of the keys is another one, but that some were destroyed.
    /// - Throws: `EventLogError.key`.
    public func keepArchived(_ keys: ArchivedKeys, wrappedBy transfer: MasterKey?) async throws {
        let (tenant, keyring) = (district.tenant, keyring)
        let home = try await EventLogError.translating { try await keyring.homeNow(in: store.pool) }
        try await EventLogError.translating {
            try await home.transaction { session in
                session.set("waymark.tenant", to: String(tenant))
                if let wrapped = keys.district, let transfer {
                    try keyring.keep(districtKey: wrapped, wrappedBy: transfer, in: session)
                }
                for key in keys.learners {
                    guard let wrapped = key.wrapped else { continue }
                    _ = try session.query(
                        "select learner from vault.keep_keys(\(tenant), \([key.learner]), \([wrapped]))")
                }
            }
        }
    }
}

extension Keyring {
    /// The district's key, wrapped by another key than the master key, to travel with it; nil where it has none yet.
    /// Learners' keys are wrapped by the district's and by its id, and so travel as they are.
    func districtKey(wrappedBy transfer: MasterKey, in session: Session) throws -> [UInt8]? {
        guard let stored = try storedDistrictKey(in: session) else { return nil }
        return try KeyWrap.wrap(try open(tenantKey: stored), under: transfer.key, owner: district.id.bytes)
    }

    /// Keeps a district's key that came wrapped by `transfer`, wrapped by the master key of this place; one that is
    /// here already stays.
    func keep(districtKey wrapped: [UInt8], wrappedBy transfer: MasterKey, in session: Session) throws {
        guard let master else { throw EventLogError.key(.noMasterKey) }
        let rewrapped: [UInt8]
        do {
            let key = try KeyWrap.unwrap(
                wrapped, under: transfer.key, owner: district.id.bytes, what: "the district's key in the archive")
            rewrapped = try KeyWrap.wrap(key, under: master.key, owner: district.id.bytes)
        } catch {
            throw EventLogError.key(error)
        }
        _ = try session.query(
            "select vault.keep_district_key(\(district.tenant), \(rewrapped), \(master.fingerprint))")
    }

    private func storedDistrictKey(in session: Session) throws -> WrappedTenantKey? {
        try session.query(
            "select wrapped, master_key from vault.tenant_key where tenant = \(district.tenant)"
        ).first.map { WrappedTenantKey(wrapped: try $0[0, as: [UInt8].self], masterKey: try $0[1, as: String.self]) }
    }
}
