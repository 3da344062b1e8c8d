import EventLog
import Foundation
import LibPQ
import Schema

/// A scratch database on the server under measurement, with one district, dropped at the end.
struct BenchDatabase: Sendable {
    /// How to connect as an administrator.
    let options: ConnectionOptions
    /// The administrator's connections.
    let admin: Pool
    let store: Store
    let log: EventLog
    /// The master key's text, for programs that work on this database too.
    let keyText: String

    /// Makes the database on the server that `server` reaches, lends it and drops it.
    /// - Parameter flush: how many milliseconds a commit waits for its flush at the least, to imitate a slower disk.
    static func with<Value: Sendable>(
        on server: ConnectionOptions, flush: Int? = nil, _ body: (BenchDatabase) async throws -> Value
    ) async throws -> Value {
        let name = "waymark_bench_\(UInt32.random(in: 1...UInt32.max))"
        let setup = try await Connection.connect(server)
        try await setup.run { session in
            try session.execute("create database \(identifier: name)")
            guard let flush else { return }
            try session.execute("alter database \(identifier: name) set commit_siblings = 0")
            try session.execute(
                "alter database \(identifier: name) set commit_delay = \(unsafeRaw: String(flush * 1_000))")
        }
        let options = server.with(database: name)
        let outcome: Result<Value, any Error>
        do {
            try await Migrator(options).migrate()
            let admin = Pool(options, size: 2)
            guard let made = MasterKey.generate() else { throw Failure("there is no randomness for a key") }
            let store = Store(pool: Pool(Store.options(options), size: 4), master: made.key)
            let district = try await store.createDistrict(named: "Bench")
            outcome = .success(
                try await body(
                    BenchDatabase(
                        options: options, admin: admin, store: store, log: store.log(of: district), keyText: made.text))
            )
            await store.close()
            await admin.close()
        } catch {
            outcome = .failure(error)
        }
        // Also when the measurement was interrupted: a statement of its own task is not cancelled with it.
        await Task.detached {
            _ = try? await setup.run { _ = try $0.execute("drop database if exists \(identifier: name) with (force)") }
            await setup.close()
        }.value
        return try outcome.get()
    }

    /// The environment in which PostgreSQL's own programs reach this database.
    var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment["DATABASE_URL"] = nil
        let names = [
            "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
        ]
        for (keyword, name) in names { environment[name] = options.keywords[keyword] }
        return environment
    }
}
