import LibPQ
import Testing

@Suite struct PipelineTests {
    @Test func `answers come in the order of the statements`() async throws {
        try await withConnection { (connection) async throws in
            let values = try await connection.run { (session) throws in
                try session.pipeline((0..<100).map { "select \($0)" }).map { (rows) throws in
                    try rows.single(as: Int.self)
                }
            }
            #expect(values == Array(0..<100))
            #expect(try await connection.run { try $0.pipeline([]).count } == 0)
        }
    }

    @Test func `more than the sockets hold goes through without a deadlock`() async throws {
        try await withConnection { (connection) async throws in
            let text = String(repeating: "y", count: 50_000)
            let lengths = try await connection.run { (session) throws in
                try session.pipeline((0..<400).map { _ in "select \(text), repeat('z', 50000)" }).map { (rows) throws in
                    try rows[0][0, as: String.self].utf8.count + rows[0][1, as: String.self].utf8.count
                }
            }
            #expect(lengths == [Int](repeating: 100_000, count: 400))
        }
    }

    @Test func `the first error is thrown, nothing of the pipeline stays, the connection is usable`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { try $0.script("create table t (a int8)") }
            let error = await failure {
                try await connection.run { (session) throws in
                    _ = try session.pipeline(["insert into t values (1)", "select 1/0", "insert into t values (2)"])
                }
            }
            #expect((error as? PostgresError)?.code == PostgresError.divisionByZero)
            #expect((error as? PostgresError)?.sql == "select 1/0")
            #expect(try await connection.run { try $0.query("select count(*) from t").single(as: Int.self) } == 0)
        }
    }

    @Test func `in a transaction it commits and rolls back with it`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { try $0.script("create table t (a int8)") }
            try await connection.transaction { (session) throws in
                _ = try session.pipeline([1, 2, 3].map { "insert into t values (\($0))" })
            }
            _ = await failure {
                try await connection.transaction { (session) throws in
                    _ = try session.pipeline(["insert into t values (4)", "select 1/0"])
                }
            }
            #expect(try await connection.run { try $0.query("select count(*) from t").single(as: Int.self) } == 3)
        }
    }

    @Test func `COPY in a pipeline is refused`() async throws {
        try await withConnection { (connection) async throws in
            let error = await failure {
                try await connection.run { _ = try $0.pipeline(["copy pg_class to stdout"]) }
            }
            #expect((error as? PostgresError)?.kind == .usage)
        }
    }
}
