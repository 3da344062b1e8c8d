import LibPQ
import TestSupport

/// Lends the options of a database of its own.
func withDatabase<Value: Sendable>(_ body: (ConnectionOptions) async throws -> Value) async throws -> Value {
    try await withEmptyDatabase { try await body($0.options) }
}

/// Lends a connection to a database of its own.
func withConnection<Value: Sendable>(
    settings: [String: String] = [:], _ body: (Connection) async throws -> Value
) async throws -> Value {
    try await withDatabase { (options) async throws in
        let connection = try await Connection.connect(options.with(settings: settings))
        let value = try await body(connection)
        await connection.close()
        return value
    }
}

/// Asks until the answer is yes; false when ten seconds went by.
func eventually(_ isTrue: () async throws -> Bool) async throws -> Bool {
    let start = ContinuousClock.now
    while start.duration(to: .now) < .seconds(10) {
        if try await isTrue() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return false
}

extension Connection {
    /// The connection answers a plain question.
    func answers() async throws -> Bool {
        try await run { try $0.query("select 7::int8").single(as: Int.self) } == 7
    }
}

/// The error a piece of work ends with.
func failure(of work: () async throws -> Void) async -> (any Error)? {
    do {
        try await work()
        return nil
    } catch {
        return error
    }
}
