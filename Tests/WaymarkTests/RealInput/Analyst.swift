import LibPQ
import TestSupport
import Testing

/// A login of staff that reads the analytics views of one district, as an administrator and `waymark analyst grant`
/// make it.
enum Analyst {
    /// Lends such a login, and takes it away afterwards.
    static func with<T: Sendable>(
        _ database: TestDatabase, _ body: (ConnectionOptions) async throws -> T
    ) async throws -> T {
        let login = "analyst_" + database.name.suffix(12)
        try await administer(database, "create role \(identifier: login) login")
        let result: Result<T, any Error>
        do {
            try await Program(database).succeed("analyst", "grant", login)
            result = .success(try await body(database.options.with(keyword: "user", login)))
        } catch {
            result = .failure(error)
        }
        try await administer(database, "drop owned by \(identifier: login)")
        try await administer(database, "drop role \(identifier: login)")
        return try result.get()
    }

    private static func administer(_ database: TestDatabase, _ statement: SQL) async throws {
        let connection = try await Connection.connect(database.options)
        do {
            try await connection.run { _ = try $0.execute(statement) }
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
    }
}
