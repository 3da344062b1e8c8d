import Glibc
import LibPQ
import Testing

@Suite struct SilenceTests {
    private func withProxy(_ body: (Proxy, ConnectionOptions) async throws -> Void) async throws {
        try await withDatabase { (options) async throws in
            let proxy = try Proxy(
                to: "\(options.keywords["host"] ?? "")/.s.PGSQL.\(options.keywords["port"] ?? "5432")")
            defer { proxy.end() }
            try await body(
                proxy, options.with(keyword: "host", "127.0.0.1").with(keyword: "port", "\(proxy.port)"))
        }
    }

    @Test func `a connection that falls silent is given up at its limit, and the pool heals`() async throws {
        try await withProxy { (proxy, options) async throws in
            var limited = options
            limited.answerLimit = .milliseconds(500)
            let pool = Pool(limited.with(keyword: "connect_timeout", "2"), size: 2)
            #expect(try await pool.run { try $0.query("select 1::int8").single(as: Int.self) } == 1)
            proxy.fallSilent()
            let start = ContinuousClock.now
            let error = await failure { try await pool.run { _ = try $0.execute("select 2") } }
            #expect((error as? PostgresError)?.kind == .connection)
            #expect("\(error.map { "\($0)" } ?? "")".contains("silent"))
            #expect(start.duration(to: .now) < .seconds(5))
            // New connections meet the silence too, and connect_timeout.
            let second = await failure { try await pool.run { _ = try $0.execute("select 3") } }
            #expect((second as? PostgresError)?.kind == .connection)
            #expect(pool.load.connections == 0)
            await pool.close()
        }
    }

    @Test func `a pipeline that waits for an answer gives up at the limit too, and not while none is due`() async throws
    {
        try await withProxy { (proxy, options) async throws in
            var limited = options
            limited.answerLimit = .milliseconds(300)
            let connection = try await Connection.connect(limited)
            let error = await failure {
                try await connection.run { (session) throws in
                    try session.pipelining { (pipeline) throws(PostgresError) in
                        #expect(try !pipeline.wait(atMost: .milliseconds(500)))
                        try pipeline.send(["select 1"])
                        _ = try pipeline.receive()
                        proxy.fallSilent()
                        try pipeline.send(["select 2"])
                        for _ in 0..<10 { _ = try pipeline.wait(atMost: nil) }
                        Issue.record("it waited on")
                    }
                }
            }
            #expect("\(error.map { "\($0)" } ?? "")".contains("silent"))
            await connection.close()
        }
    }

    @Test func `a limit on silence does not end a statement that is at work`() async throws {
        try await withProxy { (_, options) async throws in
            var limited = options
            limited.answerLimit = .milliseconds(600)
            let connection = try await Connection.connect(limited)
            let count = try await connection.run { (session) throws in
                var count = 0
                // Two seconds in all, with something to read in between.
                try session.copyOut(
                    "copy (select repeat('x', 9000), pg_sleep(0.05) from generate_series(1, 40)) to stdout"
                ) {
                    _ in count += 1
                }
                return count
            }
            #expect(count == 40)
            await connection.close()
        }
    }

    @Test func `cancelling a task on a silent connection, or while connecting, does not wait for ever`() async throws {
        try await withProxy { (proxy, options) async throws in
            let connection = try await Connection.connect(options)
            proxy.fallSilent()
            let connecting = Task { _ = try await Connection.connect(options.with(keyword: "connect_timeout", "10")) }
            try await Task.sleep(for: .milliseconds(100))
            let start = ContinuousClock.now
            connecting.cancel()
            await #expect(throws: CancellationError.self) { try await connecting.value }
            #expect(start.duration(to: .now) < .seconds(2))

            let running = Task { try await connection.run { _ = try $0.execute("select 1") } }
            try await Task.sleep(for: .milliseconds(100))
            running.cancel()
            let error = await failure { try await running.value }
            #expect((error as? PostgresError)?.kind == .connection)
            #expect(start.duration(to: .now) < .seconds(40))
            #expect(connection.isBroken)
        }
    }
}
