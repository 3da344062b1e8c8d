import Foundation
import LibPQ

/// The server these tests use.
enum Server {
    static let isPresent = ProcessInfo.processInfo.environment["WAYMARK_TEST_SOCKET"] != nil
}

/// Lends the options of a database of its own.
func withDatabase<Value>(_ body: (ConnectionOptions) async throws -> Value) async throws -> Value {
    let admin = ConnectionOptions([
        "host": ProcessInfo.processInfo.environment["WAYMARK_TEST_SOCKET"] ?? "/tmp", "user": "waymark_admin",
        "dbname": "postgres",
    ])
    let name = "t" + UUID().uuidString.lowercased()
    let connection = try await Connection.connect(admin)
    _ = try await connection.run { try $0.execute("create database \(identifier: name) strategy file_copy") }
    let value = try await body(admin.with(database: name))
    _ = try await connection.run { try $0.execute("drop database \(identifier: name) with (force)") }
    await connection.close()
    return value
}
