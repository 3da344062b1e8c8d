import Foundation
import LibPQ
import Testing

@Suite struct ThreadTests {
    @Test func `every body runs on the connection's own thread`() async throws {
        try await withConnection { (connection) async throws in
            _ = try await connection.run { _ in connection.preconditionIsolated() }
            _ = try await connection.read { _ in connection.preconditionIsolated() }
            _ = try await connection.transaction { _ in connection.preconditionIsolated() }
        }
    }

    @Test func `blocking connections stop no other task`() async throws {
        try await withDatabase { (options) async throws in
            // Each body waits for a lock that another task gives back: were the bodies to take the threads that tasks
            // share, of which there are as many as cores, that task would never run, and the server would end the waiting.
            let blocked = ProcessInfo.processInfo.activeProcessorCount + 6
            let pool = Pool(options.with(settings: ["lock_timeout": "20s"]), size: blocked)
            let holder = try await Connection.connect(options)
            try await holder.run { _ = try $0.execute("select pg_advisory_lock(1)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<blocked {
                    group.addTask { try await pool.run { _ = try $0.execute("select pg_advisory_xact_lock(1)") } }
                }
                let waiting: SQL = """
                    select count(*) from pg_locks where locktype = 'advisory' and not granted
                       and database = (select oid from pg_database where datname = current_database())
                    """
                let deadline = ContinuousClock.now + .seconds(60)
                while try await holder.run({ try $0.query(waiting).single(as: Int64.self) }) < Int64(blocked),
                    ContinuousClock.now < deadline
                {
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(pool.load.connections == blocked)
                try await holder.run { _ = try $0.execute("select pg_advisory_unlock(1)") }
                try await group.waitForAll()
            }
            await holder.close()
            await pool.close()
        }
    }
}
