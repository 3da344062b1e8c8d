import Foundation
import LearningRecord
import LibPQ

extension Store {
    /// Every erasure that the logs of this database say, each district's in order.
    public func erasures() async throws -> [DistrictErasure] {
        let districts = try await districtIDs()
        return try await EventLogError.translating {
            try await pool.run { try Self.erasures($0, "select * from log.erasures()", districts) }
        }
    }

    /// Erasures that the keys' side knows of and the log does not: what was done after the copy was made from which
    /// this database was restored.
    /// - Parameter register: what a list outside the databases says; erasures of other databases' districts do not count.
    /// - Returns: what is missing, the oldest first.
    public func missingErasures(register: [DistrictErasure] = []) async throws -> [DistrictErasure] {
        let districts = try await districtIDs()
        let known = Set(try await erasures().map(\.erasure.id))
        var missing: [EventID: DistrictErasure] = [:]
        var others = register.filter { districts.values.contains($0.district) }
        for vault in [pool, keyPool].compactMap(\.self) {
            others += try await EventLogError.translating {
                try await vault.run { try Self.erasures($0, "select * from vault.erasures()", districts) }
            }
        }
        for item in others where !known.contains(item.erasure.id) { missing[item.erasure.id] = item }
        return missing.values.sorted { ($0.erasure.at, "\($0.erasure.id)") < ($1.erasure.at, "\($1.erasure.id)") }
    }

    /// Destroys the keys of learners whom the log says to be erased and of whom a vault still has one: the work of
    /// somebody who was killed between two databases, or a vault that was restored from an older copy.
    /// - Returns: how many keys were destroyed.
    @discardableResult
    public func finishErasures() async throws -> Int {
        let recorded = try await erasures()
        if recorded.isEmpty { return 0 }
        let districts = try await districtIDs()
        let numbers = Dictionary(districts.map { ($0.value, $0.key) }) { first, _ in first }
        var count = 0
        for vault in [pool, keyPool].compactMap(\.self) {
            count += try await EventLogError.translating {
                try await vault.run { session in
                    var destroyed: Set<Key> = []
                    for row in try session.query("select tenant, learner from vault.destroyed()") {
                        destroyed.insert(
                            Key(tenant: try row[0, as: Int32.self], learner: try row[1, as: LearnerID.self]))
                    }
                    var count = 0
                    for item in recorded {
                        guard let tenant = numbers[item.district],
                            destroyed.insert(Key(tenant: tenant, learner: item.erasure.learner)).inserted
                        else { continue }
                        session.set("waymark.tenant", to: String(tenant))
                        try EventLog.destroyKey(session, tenant: tenant, item.erasure)
                        count += 1
                    }
                    return count
                }
            }
        }
        return count
    }

    /// Whether the vault of this database keeps keys for the record of another one.
    public func isKeyDatabase() async throws -> Bool {
        try await EventLogError.translating {
            try await pool.run { try $0.query("select vault.serves_others()").single(as: Bool.self) }
        }
    }

    /// Whether the database of the keys is another one than that of the record; also where there is none.
    public func keysAreApart() async throws -> Bool {
        guard let keyPool else { return true }
        // What is locked in one database is free in any other.
        let number = Int64.random(in: .min ... .max)
        return try await EventLogError.translating {
            try await pool.withConnection { record in
                _ = try await record.run { try $0.execute("select pg_advisory_lock(\(number))") }
                let isFree = try await keyPool.run { session in
                    let isFree = try session.query("select pg_try_advisory_lock(\(number))").single(as: Bool.self)
                    if isFree { _ = try session.execute("select pg_advisory_unlock(\(number))") }
                    return isFree
                }
                _ = try await record.run { try $0.execute("select pg_advisory_unlock(\(number))") }
                return isFree
            }
        }
    }

    private func districtIDs() async throws -> [Int32: UUID] {
        Dictionary(try await districts().map { ($0.tenant, $0.id) }) { first, _ in first }
    }

    private static func erasures(
        _ session: Session, _ query: SQL, _ districts: [Int32: UUID]
    ) throws -> [DistrictErasure] {
        try session.query(query).compactMap { row in
            guard let district = districts[try row[0, as: Int32.self]],
                let reach = Erasure.Reach(EventKind(rawValue: try row[3, as: Int16.self])),
                let basis = LearnerErased.Basis(code: try row[5, as: Int16.self]),
                let role = Role(code: try row[6, as: Int16.self])
            else { return nil }
            return DistrictErasure(
                district: district,
                erasure: Erasure(
                    id: try row[1, as: EventID.self], learner: try row[2, as: LearnerID.self], reach: reach,
                    basis: basis,
                    by: Assertion(person: try row[7, as: PersonID?.self], role: role), at: try row[4, as: Instant.self])
            )
        }
    }

    private struct Key: Hashable {
        var tenant: Int32
        var learner: LearnerID
    }
}
