import LibPQ
import TestSupport
import Testing

@Suite struct CancellationTests {
    @Test func `cancelling the task cancels the statement on the server`() async throws {
        try await withDatabase { (options) async throws in
            let (connection, other) = (try await Connection.connect(options), try await Connection.connect(options))
            let pid = try await connection.run { $0.backendPID }
            func isRunning() async throws -> Bool {
                try await other.run {
                    try $0.query(
                        "select state = 'active' and query like '%pg_sleep%' from pg_stat_activity where pid = \(pid)"
                    )
                    .single(as: Bool.self)
                }
            }
            for isTransaction in [false, true] {
                let task = Task {
                    let sleep: @Sendable (Session) throws -> Int = { try $0.execute("select pg_sleep(60)") }
                    return isTransaction ? try await connection.transaction(sleep) : try await connection.run(sleep)
                }
                #expect(try await eventually(isRunning))
                task.cancel()
                let start = ContinuousClock.now
                await #expect(throws: CancellationError.self) { try await task.value }
                #expect(start.duration(to: .now) < .seconds(5))
                #expect(try await !isRunning())
                #expect(try await connection.answers())
            }
            await connection.close()
            await other.close()
        }
    }

    @Test func `a cancelled transaction rolls back, also when its body swallows the error`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { try $0.script("create table t (a int8)") }
            let task = Task {
                try await connection.transaction { (session) throws in
                    try session.execute("insert into t values (1)")
                    _ = try? session.execute("select pg_sleep(60)")
                }
            }
            try await Task.sleep(for: .milliseconds(200))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await connection.run { try $0.query("select count(*) from t").single(as: Int.self) } == 0)
        }
    }

    @Test func `a cancelled task starts nothing`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { try $0.script("create table t (a int8)") }
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await connection.run { _ = try $0.execute("insert into t values (1)") }
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await connection.run { try $0.query("select count(*) from t").single(as: Int.self) } == 0)
        }
    }

    @Test func `a cancel that comes late never hits a later statement`() async throws {
        try await withConnection { (connection) async throws in
            var generator = SeededGenerator(seed: 7)
            var ends = (cancelled: 0, finished: 0)
            for _ in 0..<200 {
                let delay = Int.random(in: 0..<1500, using: &generator)
                let task = Task { try await connection.run { try $0.execute("select pg_sleep(0.001)") } }
                try await Task.sleep(for: .microseconds(delay))
                task.cancel()
                do {
                    _ = try await task.value
                    ends.finished += 1
                } catch is CancellationError {
                    ends.cancelled += 1
                }
                #expect(try await connection.answers())
            }
            #expect(ends.cancelled > 0 && ends.cancelled + ends.finished == 200)
        }
    }

    @Test func `cancelling ends the sending of a large statement and a pipeline too`() async throws {
        try await withConnection { (connection) async throws in
            let works: [@Sendable (Session) throws -> Void] = [
                { _ = try $0.pipeline(["select 1", "select pg_sleep(60)", "select 2"]) },
                { try $0.script("select 1; select pg_sleep(60); select 2") },
                { try $0.copyOut("copy (select pg_sleep(60)) to stdout") { _ in } },
            ]
            for work in works {
                let task = Task { try await connection.run(work) }
                try await Task.sleep(for: .milliseconds(150))
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                #expect(try await connection.answers())
            }
        }
    }

    @Test func `a cancel by an administrator is an error of its own`() async throws {
        try await withDatabase { (options) async throws in
            let (connection, other) = (try await Connection.connect(options), try await Connection.connect(options))
            let pid = try await connection.run { $0.backendPID }
            async let sleeping = failure { _ = try await connection.run { try $0.execute("select pg_sleep(60)") } }
            _ = try await eventually {
                try await other.run {
                    try $0.query(
                        "select pg_cancel_backend(pid) from pg_stat_activity where pid = \(pid) and query like '%sleep%' and state = 'active'"
                    ).count
                } == 1
            }
            let error = try #require(await sleeping as? PostgresError)
            #expect(error.code == PostgresError.queryCancelled)
            #expect(error.kind == .cancelled)
            #expect(try await connection.answers())
            await connection.close()
            await other.close()
        }
    }

    @Test func `a timeout says that it is one`() async throws {
        try await withConnection(settings: ["statement_timeout": "100ms"]) { (connection) async throws in
            let error = await failure { _ = try await connection.run { try $0.execute("select pg_sleep(60)") } }
            #expect((error as? PostgresError)?.kind == .timeout)
            #expect(try await connection.answers())
        }
    }
}
