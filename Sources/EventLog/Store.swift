public import Foundation
public import LibPQ
import Synchronization

/// A Waymark database: its districts and the log of each.
public struct Store: Sendable {
    /// The role that the product works in: it may append and read, and change nothing of the log.
    public static let role = "waymark_app"

    /// Connections in the role ``role``.
    public let pool: Pool
    /// Connections to the database of the keys, where that is another one.
    public let keyPool: Pool?
    let master: MasterKey?
    let hints: CommitHints
    /// What was read once and never changes.
    public let shelf = Shelf()
    private let knownInputType = SharedValue<UInt32>()
    private let keyrings = SharedValue<[Int32: Keyring]>()
    private let openedKeys: OpenedKeys

    /// The store behind `pool`, whose connections work in the role ``role``.
    /// - Parameters:
    ///   - master: the key of the words; without it everything works but reading and writing words.
    ///   - keyPool: connections to the database of the learners' keys, where that is another one.
    ///   - keysKept: learners' keys that stay open at the most, of some 500 bytes each.
    public init(pool: Pool, master: MasterKey?, keyPool: Pool? = nil, keysKept: Int = 200_000) {
        openedKeys = OpenedKeys(capacity: keysKept)
        self.pool = pool
        self.keyPool = keyPool
        self.master = master
        hints = CommitHints(pool: pool)
    }

    /// Sends the hints that wait and closes the connections.
    public func close() async {
        await hints.send()
        await pool.close()
        await keyPool?.close()
    }

    /// Options for the store's connections, from options that reach the database.
    ///
    /// A process that is stopped inside a transaction would keep its locks, and others waiting, for as long as it is
    /// stopped: the server ends such a transaction.
    public static func options(_ options: ConnectionOptions) -> ConnectionOptions {
        options.with(settings: ["role": role, "idle_in_transaction_session_timeout": "10s"])
    }

    /// The number of `log.event_input` in this database, asked once.
    func inputType() async throws -> UInt32 {
        if let known = knownInputType.value { return known }
        let type = try await EventLogError.translating {
            try await pool.run { try $0.query("select 'log.event_input'::regtype::oid::int8").single(as: Int64.self) }
        }
        knownInputType.value = UInt32(truncatingIfNeeded: type)
        return UInt32(truncatingIfNeeded: type)
    }

    /// The keys of a district: those that were opened stay so for whoever reads next.
    func keyring(of district: District) -> Keyring {
        keyrings.update { keyrings in
            if let known = keyrings?[district.tenant] { return known }
            let made = Keyring(district: district, master: master, keyPool: keyPool, opened: openedKeys)
            keyrings = (keyrings ?? [:]).merging([district.tenant: made]) { $1 }
            return made
        }
    }

    /// The log of a district.
    public func log(of district: District) -> EventLog {
        EventLog(store: self, district: district)
    }

    /// Every district, by name.
    public func districts() async throws -> [District] {
        try await EventLogError.translating {
            try await pool.run { session in
                try session.query("select tenant, tenant_id, name from log.tenant order by name").map(District.init)
            }
        }
    }

    /// The district with this name.
    /// - Throws: `EventLogError.unknownDistrict`.
    public func district(named name: String) async throws -> District {
        let found = try await EventLogError.translating {
            try await pool.run { session in
                try session.query("select tenant, tenant_id, name from log.tenant where name = \(name)").first
                    .map(District.init)
            }
        }
        guard let found else { throw EventLogError.unknownDistrict(name) }
        return found
    }

    /// Makes a district.
    /// - Throws: `EventLogError.districtExists`.
    public func createDistrict(named name: String, id: UUID = UUID()) async throws -> District {
        do {
            let tenant = try await pool.run { session in
                try session.query("select log.create_tenant(\(id), \(name))").single(as: Int32.self)
            }
            return District(tenant: tenant, id: id, name: name)
        } catch PostgresError.uniqueViolation {
            throw EventLogError.districtExists(name)
        } catch let error as PostgresError {
            throw EventLogError.reading(error)
        }
    }
}

extension District {
    init(_ row: Row) throws(PostgresError) {
        self.init(
            tenant: try row[0, as: Int32.self], id: try row[1, as: UUID.self], name: try row[2, as: String.self])
    }
}

/// A value that copies of a store share once one of them learned it.
private final class SharedValue<Value: Sendable>: Sendable {
    private let storage = Mutex<Value?>(nil)

    var value: Value? {
        get { storage.withLock { $0 } }
        set { storage.withLock { $0 = newValue } }
    }

    func update<Answer: Sendable>(_ body: @Sendable (inout Value?) -> Answer) -> Answer {
        storage.withLock { body(&$0) }
    }
}
