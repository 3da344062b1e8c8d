import Crypto
import Foundation
public import LibPQ

extension Keyring {
    /// The district's key, wrapped by another key than the master key, to travel with it; nil where it has none yet.
    /// Learners' keys are wrapped by the district's and by its id, and so travel as they are.
    public func districtKey(wrappedBy transfer: MasterKey, in session: Session) throws -> [UInt8]? {
        guard let stored = try storedDistrictKey(in: session) else { return nil }
        return try KeyWrap.wrap(try open(tenantKey: stored), under: transfer.key, owner: district.id.bytes)
    }

    /// Keeps a district's key that came wrapped by `transfer`, wrapped by the master key of this place; one that is
    /// here already stays.
    public func keep(districtKey wrapped: [UInt8], wrappedBy transfer: MasterKey, in session: Session) throws {
        guard let master else { throw EventLogError.key(.noMasterKey) }
        let rewrapped: [UInt8]
        do {
            let key = try KeyWrap.unwrap(
                wrapped, under: transfer.key, owner: district.id.bytes, what: "the district's key in the archive")
            rewrapped = try KeyWrap.wrap(key, under: master.key, owner: district.id.bytes)
        } catch {
            throw EventLogError.key(error)
        }
        try session.execute(
            """
            insert into vault.tenant_key (tenant, wrapped, master_key)
            values (\(district.tenant), \(rewrapped), \(master.fingerprint)) on conflict do nothing
            """)
    }

    private func storedDistrictKey(in session: Session) throws -> WrappedTenantKey? {
        try session.query(
            "select wrapped, master_key from vault.tenant_key where tenant = \(district.tenant)"
        ).first.map { WrappedTenantKey(wrapped: try $0[0, as: [UInt8].self], masterKey: try $0[1, as: String.self]) }
    }
}
