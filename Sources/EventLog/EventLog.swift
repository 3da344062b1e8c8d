import LearningRecord
public import LibPQ

/// The log of one district: append-only, in one gapless order.
public struct EventLog: Sendable {
    /// The database.
    public let store: Store
    /// Whose log this is.
    public let district: District
    /// The keys of the words.
    public let keyring: Keyring

    init(store: Store, district: District) {
        self.store = store
        self.district = district
        keyring = store.keyring(of: district)
    }

    /// Runs `body` on a connection that sees this district alone.
    public func run<Value: Sendable>(_ body: @Sendable (Session) throws -> Value) async throws -> Value {
        let tenant = district.tenant
        return try await EventLogError.translating {
            try await store.pool.run { session in
                session.set("waymark.tenant", to: String(tenant))
                return try body(session)
            }
        }
    }

    /// Runs `body` in one transaction on a connection that sees this district alone.
    public func transaction<Value: Sendable>(
        _ body: @Sendable (Session) throws -> Value
    ) async throws -> Value {
        let tenant = district.tenant
        return try await EventLogError.translating {
            try await store.pool.transaction { session in
                session.set("waymark.tenant", to: String(tenant))
                return try body(session)
            }
        }
    }
}
