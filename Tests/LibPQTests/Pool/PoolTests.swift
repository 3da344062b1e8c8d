import Synchronization
import TestSupport
import Testing

@testable import LibPQ

private final class Order: Sendable {
    private let numbers = Mutex<[Int]>([])
    var all: [Int] { numbers.withLock { $0 } }
    func add(_ number: Int) { numbers.withLock { $0.append(number) } }
}

@Suite struct PoolTests {
    private func withPool(size: Int, _ body: (Pool) async throws -> Void) async throws {
        try await withDatabase { (options) async throws in
            let pool = Pool(options, size: size)
            try await body(pool)
            await pool.close()
        }
    }

    @Test func `many tasks share few connections`() async throws {
        try await withPool(size: 4) { (pool) async throws in
            let total = try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<300 {
                    group.addTask { try await pool.run { try $0.query("select \(index)").single(as: Int.self) } }
                }
                return try await group.reduce(0, +)
            }
            #expect(total == 44_850)
            #expect(pool.load.connections <= 4 && pool.load.waiting == 0)
        }
    }

    @Test func `waiters are served in the order they came`() async throws {
        try await withPool(size: 1) { (pool) async throws in
            let order = Order()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pool.run { _ = try $0.execute("select pg_sleep(1)") } }
                _ = try await eventually { pool.load.connections == 1 && pool.load.idle == 0 }
                for index in 0..<10 {
                    group.addTask { try await pool.run { _ in order.add(index) } }
                    let queued = try await eventually { pool.load.waiting == index + 1 }
                    #expect(queued)
                }
                try await group.waitForAll()
            }
            #expect(order.all == Array(0..<10))
        }
    }

    @Test func `a cancelled waiter leaves at once and takes no place`() async throws {
        try await withPool(size: 1) { (pool) async throws in
            let holder = Task { try await pool.run { _ = try $0.execute("select pg_sleep(300)") } }
            _ = try await eventually { pool.load.connections == 1 && pool.load.idle == 0 }
            let waiter = Task { try await pool.run { _ in true } }
            let after = Task { try await pool.run { _ in true } }
            #expect(try await eventually { pool.load.waiting == 2 })
            waiter.cancel()
            await #expect(throws: CancellationError.self) { try await waiter.value }
            // The one who holds the connection has not moved, and the other waits as before.
            #expect(pool.load.waiting == 1)
            holder.cancel()
            #expect(try await after.value)
            await #expect(throws: (any Error).self) { try await holder.value }
            #expect(pool.load.waiting == 0)
        }
    }

    @Test func `a failed connection attempt frees its place for the next`() async throws {
        try await withDatabase { (options) async throws in
            let pool = Pool(options.with(database: "no_such_database"), size: 1)
            try await withThrowingTaskGroup(of: PostgresError.Code?.self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        let error = await failure { try await pool.run { _ = try $0.execute("select 1") } }
                        return (error as? PostgresError)?.code
                    }
                }
                for try await code in group { #expect(code == PostgresError.invalidCatalogName) }
            }
            #expect(pool.load.connections == 0)
        }
    }

    @Test func `connections that died while idle are replaced unnoticed`() async throws {
        try await withPool(size: 3) { (pool) async throws in
            func pids() async throws -> Set<Int32> {
                try await withThrowingTaskGroup(of: Int32.self) { group in
                    for _ in 0..<3 {
                        group.addTask {
                            try await pool.run { (session) throws in
                                try session.execute("select pg_sleep(0.2)")
                                return session.backendPID
                            }
                        }
                    }
                    return try await group.reduce(into: []) { $0.insert($1) }
                }
            }
            let before = try await pids()
            #expect(before.count == 3)
            let killer = try await Connection.connect(pool.options)
            try await killer.run { (session) throws in
                for pid in before { _ = try session.query("select pg_terminate_backend(\(pid), 5000)") }
            }
            await killer.close()
            let after = try await pids()
            #expect(after.count == 3 && after.isDisjoint(with: before))
        }
    }

    @Test func `a session ended under a statement is a clear error, once, and the pool heals`() async throws {
        try await withPool(size: 1) { (pool) async throws in
            let pid = try await pool.run { $0.backendPID }
            let killer = try await Connection.connect(pool.options)
            async let lost = failure { try await pool.run { _ = try $0.execute("select pg_sleep(60)") } }
            _ = try await eventually {
                try await killer.run {
                    try $0.query(
                        """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where pid = \(pid) and state = 'active' and query like '%pg_sleep%'
                        """
                    ).count
                } == 1
            }
            let error = try #require(await lost as? PostgresError)
            #expect(error.kind == .connection)
            #expect(error.code == PostgresError.adminShutdown)
            #expect(try await pool.run { $0.backendPID } != pid)
            await killer.close()
        }
    }

    @Test func `a body that goes on after its connection was lost is not run again`() async throws {
        try await withPool(size: 2) { (pool) async throws in
            let runs = Order()
            let error = await failure {
                try await pool.run { (session) throws in
                    runs.add(1)
                    _ = try? session.execute("select pg_terminate_backend(pg_backend_pid())")
                    _ = try? session.execute("select 1")
                    _ = try session.execute("select 1")
                }
            }
            #expect((error as? PostgresError)?.kind == .connection)
            #expect(runs.all == [1])
        }
    }

    @Test func `a closed pool refuses those who wait and those who come`() async throws {
        try await withPool(size: 1) { (pool) async throws in
            let holder = Task { try await pool.run { _ = try $0.execute("select pg_sleep(0.5)") } }
            _ = try await eventually { pool.load.connections == 1 && pool.load.idle == 0 }
            let waiter = Task { try await pool.run { _ in } }
            _ = try await eventually { pool.load.waiting == 1 }
            await pool.close()
            for task in [waiter, Task { try await pool.run { _ in } }] {
                let error = await failure { try await task.value }
                #expect((error as? PostgresError)?.kind == .usage)
            }
            try await holder.value
            let isEmpty = try await eventually { pool.load.connections == 0 }
            #expect(isEmpty)
        }
    }

    @Test func `an error of the body keeps the connection`() async throws {
        try await withPool(size: 1) { (pool) async throws in
            let pid = try await pool.run { $0.backendPID }
            for _ in 0..<3 {
                _ = await failure { try await pool.transaction { _ = try $0.execute("select 1/0") } }
                _ = await failure { try await pool.run { _ = try $0.execute("select 1/0") } }
            }
            #expect(try await pool.run { $0.backendPID } == pid)
        }
    }

    @Test func `a closed or forgotten connection lets its thread and its server's end go`() async throws {
        try await withDatabase { (options) async throws in
            let watcher = try await Connection.connect(options)
            var executors: [ThreadExecutor] = []
            for closes in [true, false] {
                let connection = try await Connection.connect(options)
                executors.append(connection.executor)
                #expect(try await connection.answers())
                if closes { await connection.close() }
            }
            for executor in executors {
                let hasEnded = try await eventually { !executor.isRunning }
                #expect(hasEnded)
            }
            let isAlone = try await eventually {
                try await watcher.run {
                    try $0.query("select count(*) from pg_stat_activity where datname = current_database()")
                        .single(as: Int.self)
                } == 1
            }
            #expect(isAlone)
            let closed = try await Connection.connect(options)
            await closed.close()
            for _ in 0..<3 {
                let error = await failure { _ = try await closed.answers() }
                #expect((error as? PostgresError)?.kind == .connection)
            }
            await watcher.close()
        }
    }
}
