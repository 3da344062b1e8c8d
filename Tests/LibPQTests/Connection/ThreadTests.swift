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
            let pool = Pool(options, size: 8)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { try await pool.run { _ = try $0.execute("select pg_sleep(1)") } } }
                let start = ContinuousClock.now
                var beats = 0
                while start.duration(to: .now) < .milliseconds(700) {
                    try await Task.sleep(for: .milliseconds(5))
                    beats += 1
                }
                #expect(beats > 20)
                #expect(pool.load.connections == 8)
                try await group.waitForAll()
            }
            await pool.close()
        }
    }
}
