import LibPQ
import Testing

@Suite struct TransactionTests {
    private struct Stop: Error {}

    private func withTable(_ body: (Connection) async throws -> Void) async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { try $0.script("create table t (a int8 primary key)") }
            try await body(connection)
        }
    }

    private func count(_ connection: Connection) async throws -> Int {
        try await connection.run { try $0.query("select count(*) from t").single(as: Int.self) }
    }

    @Test func `commits on return, rolls back on throw`() async throws {
        try await withTable { (connection) async throws in
            #expect(try await connection.transaction { try $0.execute("insert into t values (1), (2)") } == 2)
            await #expect(throws: Stop.self) {
                try await connection.transaction { (session) throws in
                    try session.execute("insert into t values (3)")
                    throw Stop()
                }
            }
            #expect(try await count(connection) == 2)
        }
    }

    @Test func `outside a transaction each statement commits by itself`() async throws {
        try await withTable { (connection) async throws in
            await #expect(throws: Stop.self) {
                try await connection.run { (session) throws in
                    try session.execute("insert into t values (1)")
                    throw Stop()
                }
            }
            #expect(try await count(connection) == 1)
        }
    }

    @Test func `a swallowed error cannot end in a commit`() async throws {
        try await withTable { (connection) async throws in
            let error = await failure {
                try await connection.transaction { (session) throws in
                    try session.execute("insert into t values (1)")
                    _ = try? session.execute("select 1/0")
                }
            }
            #expect((error as? PostgresError)?.kind == .usage)
            #expect(try await count(connection) == 0)
        }
    }

    @Test func `a transaction is not ended by its body, nor begun by run`() async throws {
        try await withTable { (connection) async throws in
            for end: SQLScript in ["commit", "rollback"] {
                let error = await failure { try await connection.transaction { try $0.script(end) } }
                #expect((error as? PostgresError)?.kind == .usage)
            }
            let error = await failure {
                try await connection.run { try $0.script("begin; insert into t values (9)") }
            }
            #expect((error as? PostgresError)?.kind == .usage)
            #expect(try await count(connection) == 0)
        }
    }

    @Test func `read sees one state and cannot write`() async throws {
        try await withDatabase { (options) async throws in
            let (one, other) = (try await Connection.connect(options), try await Connection.connect(options))
            try await one.run { try $0.script("create table t (a int8)") }
            let error = await failure { try await one.read { _ = try $0.execute("insert into t values (1)") } }
            #expect((error as? PostgresError)?.code == PostgresError.readOnlyTransaction)
            try await confirmation { seen in
                let pool = Pool(options, size: 1)
                let signal = AsyncStream.makeStream(of: Void.self)
                async let counts = one.read { (session) throws in
                    let before = try session.query("select count(*) from t").single(as: Int.self)
                    signal.continuation.finish()
                    try session.execute("select pg_sleep(0.3)")
                    return (before, try session.query("select count(*) from t").single(as: Int.self))
                }
                for await _ in signal.stream {}
                _ = try await other.run { try $0.execute("insert into t values (1)") }
                #expect(try await counts == (0, 0))
                seen()
                await pool.close()
            }
            await one.close()
            await other.close()
        }
    }

    @Test func `a serialization failure is tried again`() async throws {
        try await withDatabase { (options) async throws in
            let pool = Pool(options, size: 8)
            try await pool.run { try $0.script("create table n (v int8); insert into n values (0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await pool.transaction(isolation: .serializable, retries: 100) { (session) throws in
                            let value = try session.query("select v from n").single(as: Int.self)
                            try session.execute("update n set v = \(value + 1)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await pool.run { try $0.query("select v from n").single(as: Int.self) } == 40)
            await pool.close()
        }
    }

    @Test func `an isolation level is what was asked for`() async throws {
        try await withConnection { (connection) async throws in
            for (level, name) in [
                (Isolation.readCommitted, "read committed"), (.repeatableRead, "repeatable read"),
                (.serializable, "serializable"),
            ] {
                let found = try await connection.transaction(isolation: level) {
                    try $0.query("select current_setting('transaction_isolation')").single(as: String.self)
                }
                #expect(found == name)
            }
        }
    }

    @Test func `a script stops at its first error and is one transaction`() async throws {
        try await withTable { (connection) async throws in
            let error = await failure {
                try await connection.run {
                    try $0.script("insert into t values (1); insert into t values (1); select 1")
                }
            }
            #expect((error as? PostgresError)?.code == PostgresError.uniqueViolation)
            #expect(try await count(connection) == 0)
        }
    }
}
