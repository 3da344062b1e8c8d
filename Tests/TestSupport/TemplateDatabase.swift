import LibPQ
import Schema

/// The migrated database that tests' databases are copies of. Its name holds a checksum of all migrations, so that
/// processes on one server share it and a change of the schema makes another.
enum TemplateDatabase {
    private static let making = Task { try await make() }

    static func name() async throws -> String {
        try await making.value
    }

    private static func make() async throws -> String {
        let options = try await TestServer.options()
        let checksums = Migration.all.map { $0.name + $0.checksum }.joined()
        let fingerprint = Migration(name: "all", sql: Array(checksums.utf8)).checksum.prefix(16)
        let name = "waymark_template_\(fingerprint)"

        let connection = try await Connection.connect(options)
        do {
            // Held until the connection closes: another process waits here, and then finds the database.
            try await connection.run { _ = try $0.execute("select pg_advisory_lock(\(Int64(0x7465_7374)))") }
            if try await !exists(name, connection) {
                try await migrate(name, connection, options)
            }
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
        return name
    }

    private static func exists(_ name: String, _ connection: Connection) async throws -> Bool {
        try await connection.run {
            try $0.query("select exists (select from pg_database where datname = \(name))").single(as: Bool.self)
        }
    }

    /// Under another name until it is whole.
    private static func migrate(
        _ name: String, _ connection: Connection, _ options: ConnectionOptions
    ) async throws {
        let unfinished = name + "_unfinished"
        try await connection.run {
            _ = try $0.execute("drop database if exists \(identifier: unfinished) with (force)")
            _ = try $0.execute("create database \(identifier: unfinished) template template0")
        }
        try await Migrator(options.with(database: unfinished)).migrate()
        try await connection.run {
            _ = try $0.execute("alter database \(identifier: unfinished) rename to \(identifier: name)")
        }
    }
}
