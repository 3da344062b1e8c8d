import Foundation
import LibPQ
import PrivateCluster
import Testing

/// Each test stops or kills a server of its own.
@Suite(.serialized) struct RestartTests {
    private func withCluster(_ body: (PrivateCluster, ConnectionOptions) async throws -> Void) async throws {
        let home = "/tmp/waymark-loss-\(getpid())-\(UUID().uuidString.prefix(8))"
        let cluster = PrivateCluster(home: home, disposable: true)
        try await cluster.start()
        do {
            try await body(cluster, ConnectionOptions(cluster.keywords))
        } catch {
            try await cluster.reset()
            try? FileManager.default.removeItem(atPath: home)
            throw error
        }
        try await cluster.reset()
        try? FileManager.default.removeItem(atPath: home)
    }

    private func fill(_ pool: Pool) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<pool.size {
                group.addTask { try await pool.run { _ = try $0.execute("select pg_sleep(0.1)") } }
            }
            try await group.waitForAll()
        }
    }

    @Test func `a restart is a clear error for what runs and nothing for what comes after`() async throws {
        try await withCluster { (cluster, options) async throws in
            let pool = Pool(options, size: 3)
            try await fill(pool)
            try await cluster.restart()
            try await fill(pool)

            let running = Task { try await pool.run { _ = try $0.execute("select pg_sleep(60)") } }
            try await Task.sleep(for: .milliseconds(300))
            try await cluster.stop()
            let lost = await failure { try await running.value }
            #expect((lost as? PostgresError)?.kind == .connection)
            let absent = await failure { try await fill(pool) }
            #expect((absent as? PostgresError)?.kind == .connection)
            #expect(pool.load.connections == 0)
            try await cluster.start()
            try await fill(pool)
            await pool.close()
        }
    }

    @Test func `kill -9 loses what ran, says so, and the pool heals`() async throws {
        try await withCluster { (cluster, options) async throws in
            let pool = Pool(options, size: 3)
            try await pool.run { try $0.script("create table t (a int8)") }
            try await fill(pool)
            let writing = Task {
                try await pool.transaction { (session) throws in
                    try session.execute("insert into t values (1)")
                    try session.execute("select pg_sleep(60)")
                }
            }
            let copying = Task {
                try await pool.run { (session) throws in
                    _ = try session.copyIn("copy t from stdin (format binary)") { copy in
                        while true { try copy.row { $0.append(2) } }
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(300))
            try await cluster.kill9()
            for task in [writing, copying] {
                let error = await failure { try await task.value }
                #expect((error as? PostgresError)?.kind == .connection)
            }
            try await cluster.start()
            #expect(try await pool.run { try $0.query("select count(*) from t").single(as: Int.self) } == 0)
            await pool.close()
        }
    }
}
