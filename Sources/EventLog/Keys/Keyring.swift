import Crypto
import Foundation
import LearningRecord
public import LibPQ
import Synchronization

/// The keys of a district's learners: made when words are first written, opened when they are read, destroyed once.
public final class Keyring: Sendable {
    private struct Memory {
        var tenantKey: SymmetricKey?
        var home: Pool?
    }

    let district: District
    let master: MasterKey?
    let keyPool: Pool?
    private let opened: OpenedKeys
    private let memory = Mutex(Memory())

    init(district: District, master: MasterKey?, keyPool: Pool?, opened: OpenedKeys) {
        self.opened = opened
        self.district = district
        self.keyPool = keyPool
        self.master = master
    }

    /// The keys of `learners`, made for those who have none.
    /// - Throws: `EventLogError.erased` for a learner whose key was destroyed, `.key` when the master key is missing
    ///   or wrong.
    func keys(for learners: [LearnerID], in pool: Pool) async throws -> [LearnerID: LearnerKey] {
        var found = opened.keys(of: learners, tenant: district.tenant)
        let wanted = Array(Set(learners).subtracting(found.keys))
        if wanted.isEmpty { return found }
        let (tenantKey, stored) = try await atHome(pool) { home in
            let key = try await self.tenantKey(in: home)
            return (key, try await self.store(newKeysFor: wanted, under: key, in: home))
        }
        for (learner, wrapped) in stored {
            guard let wrapped else { throw EventLogError.erased(learner) }
            found[learner] = try open(wrapped, of: learner, under: tenantKey)
        }
        opened.remember(found, tenant: district.tenant)
        return found
    }

    /// The keys of those of `learners` who have one that was not destroyed.
    func existingKeys(of learners: Set<LearnerID>, in pool: Pool) async throws -> [LearnerID: LearnerKey] {
        // Asked anew each time: another process may have destroyed one.
        let tenant = district.tenant
        let rows = try await atHome(pool) { home in
            try await Self.translating {
                try await home.run { session in
                    session.set("waymark.tenant", to: String(tenant))
                    // The second looks afterwards: what was read was read before the keys went elsewhere, if they did.
                    return try session.pipeline([
                        """
                        select learner, wrapped from vault.learner_key
                        where tenant = \(tenant) and learner = any(\(Array(learners))) and wrapped is not null
                        """, "select vault.require_here(\(tenant), false)",
                    ])[0].map { (try $0[0, as: LearnerID.self], try $0[1, as: [UInt8].self]) }
                }
            }
        }
        if rows.isEmpty { return [:] }
        let tenantKey = try await atHome(pool) { try await self.tenantKey(in: $0) }
        let known = opened.keys(of: learners, tenant: tenant)
        var found: [LearnerID: LearnerKey] = [:]
        for (learner, wrapped) in rows {
            found[learner] = try known[learner] ?? open(wrapped, of: learner, under: tenantKey)
        }
        return found
    }

    /// Forgets a learner's key in this process; the vault forgets it in the same breath as the log says so.
    func forget(_ learner: LearnerID) {
        opened.forget(learner, tenant: district.tenant)
    }

    /// Checks that the master key is the one that wraps the district's key, without making one.
    public func check(in pool: Pool) async throws {
        _ = try await wrappedTenantKey(in: homeNow(in: pool)).map { try open(tenantKey: $0) }
    }

    /// The database in which the district's keys are: that of the record, or that of the keys. Where none has any yet, the
    /// database of the keys is told that it has them from now on.
    /// - Parameter pool: connections to the record's database.
    /// - Throws: `EventLogError.key` where they are in a database that is not named, or not in the one that is.
    func home(in pool: Pool) async throws -> Pool {
        if let known = memory.withLock({ $0.home }) { return known }
        let found = try await findHome(in: pool)
        memory.withLock { $0.home = found }
        return found
    }

    /// The same, asked anew: for what is done where the keys are and is not told when they are there no more.
    func homeNow(in pool: Pool) async throws -> Pool {
        memory.withLock { $0.home = nil }
        return try await home(in: pool)
    }

    /// Runs `body` where the keys are; once more where they were moved since that was asked.
    private func atHome<Value>(_ record: Pool, _ body: (Pool) async throws -> Value) async throws -> Value {
        do {
            return try await body(home(in: record))
        } catch EventLogError.key(.keysElsewhere) where keyPool != nil {
            memory.withLock { $0.home = nil }
            return try await body(home(in: record))
        }
    }

    private func findHome(in record: Pool) async throws -> Pool {
        let here = try await KeyPlace.of(district, in: record)
        guard let keyPool else {
            if here == .gone || here == .arriving { throw EventLogError.key(.keysElsewhere) }
            return record
        }
        let there = try await KeyPlace.of(district, in: keyPool)
        if here == nil, there == nil || there == .here {
            // First there, then here: whoever is killed between the two finds it as it was.
            if try await !KeyPlace.hasKeys(district, in: record) {
                try await KeyPlace.admit(district, in: keyPool)
                if try await KeyPlace.keepElsewhere(district, in: record) { return keyPool }
            }
        }
        if there == .here || there == .leaving { return keyPool }
        if here == .arriving || there == .arriving, here == .gone || there == .gone {
            throw EventLogError.key(.beingMoved)
        }
        if here == .gone { throw EventLogError.key(.notThisKeyDatabase) }
        return record
    }

    /// What the vault says of keys that are not there, as an error of the log.
    private static func translating<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgresError where error.code?.rawValue == "WM440" {
            throw EventLogError.key(error.message == "gone" ? .keysElsewhere : .beingMoved)
        }
    }

    private func open(_ wrapped: [UInt8], of learner: LearnerID, under key: SymmetricKey) throws -> LearnerKey {
        let owner = district.id.bytes + learner.uuid.bytes
        do {
            return LearnerKey(
                try KeyWrap.unwrap(wrapped, under: key, owner: owner, what: "the key of learner \(learner)"))
        } catch {
            throw EventLogError.key(error)
        }
    }

    private func store(
        newKeysFor learners: [LearnerID], under key: SymmetricKey, in pool: Pool
    ) async throws -> [(LearnerID, [UInt8]?)] {
        let tenant = district.tenant
        let wrapped = try learners.map { learner in
            try KeyWrap.wrap(
                SymmetricKey(size: .bits256), under: key, owner: district.id.bytes + learner.uuid.bytes)
        }
        return try await Self.translating {
            try await pool.run { session in
                session.set("waymark.tenant", to: String(tenant))
                return try session.query(
                    "select learner, wrapped from vault.keep_keys(\(tenant), \(learners), \(wrapped))"
                ).map { (try $0[0, as: LearnerID.self], try $0[1, as: [UInt8]?.self]) }
            }
        }
    }

    private func tenantKey(in pool: Pool) async throws -> SymmetricKey {
        if let key = memory.withLock({ $0.tenantKey }) { return key }
        guard let master else { throw EventLogError.key(.noMasterKey) }
        var stored = try await wrappedTenantKey(in: pool)
        if stored == nil {
            stored = try await makeTenantKey(under: master, in: pool)
        }
        guard let stored else { throw EventLogError.key(.damaged(what: "the district's key")) }
        let key = try open(tenantKey: stored)
        memory.withLock { $0.tenantKey = key }
        return key
    }

    struct WrappedTenantKey: Sendable {
        let wrapped: [UInt8]
        let masterKey: String
    }

    private func wrappedTenantKey(in pool: Pool) async throws -> WrappedTenantKey? {
        let tenant = district.tenant
        return try await pool.run { session in
            session.set("waymark.tenant", to: String(tenant))
            return try session.query("select wrapped, master_key from vault.tenant_key where tenant = \(tenant)").first
                .map { WrappedTenantKey(wrapped: try $0[0, as: [UInt8].self], masterKey: try $0[1, as: String.self]) }
        }
    }

    private func makeTenantKey(under master: MasterKey, in pool: Pool) async throws -> WrappedTenantKey? {
        let tenant = district.tenant
        let wrapped = try KeyWrap.wrap(SymmetricKey(size: .bits256), under: master.key, owner: district.id.bytes)
        try await Self.translating {
            try await pool.run { session in
                session.set("waymark.tenant", to: String(tenant))
                // Whoever comes second uses the key of whoever came first.
                _ = try session.query(
                    "select vault.keep_district_key(\(tenant), \(wrapped), \(master.fingerprint))")
            }
        }
        return try await wrappedTenantKey(in: pool)
    }

    func open(tenantKey stored: WrappedTenantKey) throws -> SymmetricKey {
        guard let master else { throw EventLogError.key(.noMasterKey) }
        guard stored.masterKey == master.fingerprint else {
            throw EventLogError.key(.wrongMasterKey(needed: stored.masterKey, given: master.fingerprint))
        }
        do {
            return try KeyWrap.unwrap(
                stored.wrapped, under: master.key, owner: district.id.bytes, what: "the district's key")
        } catch {
            throw EventLogError.key(error)
        }
    }
}
