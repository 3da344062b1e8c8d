import Foundation
public import LibPQ

/// A database of one test's own.
public struct TestDatabase: Sendable {
    /// How to connect as superuser.
    public let options: ConnectionOptions
    /// How the product connects: with the rights of `waymark_app` and no more.
    public var app: ConnectionOptions { options.with(settings: ["role": "waymark_app"]) }
    /// Its name.
    public let name: String
    /// The superuser's connection as a URI.
    public var url: String {
        let host =
            (options.keywords["host"] ?? "")
            .addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "postgresql://\(options.keywords["user"] ?? "")@\(host):\(options.keywords["port"] ?? "")/\(name)"
    }
}

/// Runs a test on a fresh, migrated database, and drops it afterwards.
public func withTestDatabase<T: Sendable>(_ body: (TestDatabase) async throws -> T) async throws -> T {
    try await withDatabase(template: try await TemplateDatabase.name(), body)
}

/// Runs a test on a database with nothing in it, not even Waymark's schema, and drops it afterwards.
public func withEmptyDatabase<T: Sendable>(_ body: (TestDatabase) async throws -> T) async throws -> T {
    try await withDatabase(template: "template0", body)
}

private func withDatabase<T: Sendable>(
    template: String, _ body: (TestDatabase) async throws -> T
) async throws -> T {
    // Who has a place takes no second one: else eight tests that want two databases each would wait for each other.
    if Place.isTaken { return try await withNewDatabase(template: template, body) }
    return try await TestServer.turnstile.enter {
        try await Place.$isTaken.withValue(true) { try await withNewDatabase(template: template, body) }
    }
}

/// Whether the test that runs here has its place among those that use databases.
private enum Place {
    @TaskLocal static var isTaken = false
}

private func withNewDatabase<T: Sendable>(
    template: String, _ body: (TestDatabase) async throws -> T
) async throws -> T {
    let options = try await TestServer.options()
    let name = "test_" + UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased()
    try await onServer(options, "create database \(identifier: name) template \(identifier: template)")
    let database = TestDatabase(options: options.with(database: name), name: name)
    do {
        let result = try await body(database)
        try await onServer(options, "drop database \(identifier: name) with (force)")
        return result
    } catch {
        try await onServer(options, "drop database \(identifier: name) with (force)")
        throw error
    }
}

private func onServer(_ options: ConnectionOptions, _ statement: SQL) async throws {
    let connection = try await Connection.connect(options)
    do {
        try await connection.run { _ = try $0.execute(statement) }
        await connection.close()
    } catch {
        await connection.close()
        throw error
    }
}
