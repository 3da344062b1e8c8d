import EventLog
import LearningRecord
import LibPQ
import TestSupport

/// Runs a test with the log of a fresh district in a database of its own.
func withDistrict<Value: Sendable>(_ body: (EventLog, Pool) async throws -> Value) async throws -> Value {
    try await withTestDatabase { database in
        let pool = Pool(Store.options(database.options), size: 4)
        let store = Store(pool: pool, master: MasterKey(bytes: [UInt8](repeating: 7, count: 32)))
        let log = store.log(of: try await store.createDistrict(named: "Test"))
        do {
            let value = try await body(log, pool)
            await pool.close()
            return value
        } catch {
            await pool.close()
            throw error
        }
    }
}

extension EventLog {
    /// The rows that a query of this district answers, each as texts.
    func texts(_ query: SQL) async throws -> [[String]] {
        try await run { session in
            let rows = try session.query(query)
            return try rows.map { row in
                try rows.columns.indices.map { try row[$0, as: String?.self] ?? "–" }
            }
        }
    }

    /// Every event, in order.
    func all() async throws -> [RecordedEvent] { try await read(after: 0, limit: 1_000_000) }
}
