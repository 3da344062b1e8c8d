import LibPQ
import Testing

@Suite struct StatementCacheTests {
    private func prepared(_ session: Session) throws -> [String] {
        try session.query("select statement from pg_prepared_statements order by 1").column(as: String.self)
    }

    @Test func `a statement is prepared when it comes a second time, once for each list of types`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { (session) throws in
                #expect(try session.query("select \(1)").single(as: Int.self) == 1)
                #expect(try prepared(session) == [])
                for value in 2..<6 { #expect(try session.query("select \(value)").single(as: Int.self) == value) }
                for _ in 0..<3 { #expect(try session.query("select \("a")").single(as: String.self) == "a") }
                #expect(try prepared(session).filter { $0 == "select $1" }.count == 2)
            }
        }
    }

    @Test func `a statement with large values is prepared at once, and the cache stays bounded`() async throws {
        let large = String(repeating: "a", count: 20_000)
        try await withConnection { (connection) async throws in
            try await connection.run { (session) throws in
                #expect(try session.query("select length(\(large))").single(as: Int32.self) == 20_000)
                try session.pipelining { (pipeline) throws(PostgresError) in
                    try pipeline.send(["select length(\(large)) + 1", "select \(1)"])
                    try pipeline.send(["select length(\(large)) + 1"])
                    for count in [2, 1] { #expect(try pipeline.receive().count == count) }
                }
                let texts = try prepared(session)
                #expect(
                    texts.filter { $0.hasPrefix("select length") } == ["select length($1)", "select length($1) + 1"])
                #expect(!texts.contains("select $1"))
                for index in 0..<600 { _ = try session.query("select \(unsafeRaw: "\(index)"), \(large)") }
                #expect(try prepared(session).count <= 257)
            }
        }
    }

    @Test func `the cache is bounded on both sides`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { (session) throws in
                for index in 0..<1000 {
                    let sql = SQL(unsafeRaw: "select \(index)::int8")
                    for _ in 0..<2 { #expect(try session.query(sql).single(as: Int.self) == index) }
                }
                #expect(try prepared(session).count <= 257)
            }
        }
    }

    @Test func `a changed table does not break what was prepared before`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { (session) throws in
                try session.script("create table t (a int8); insert into t values (1)")
                for _ in 0..<3 { #expect(try session.query("select * from t").columns == ["a"]) }
                try session.script("alter table t add column b text")
                for _ in 0..<3 { #expect(try session.query("select * from t").columns == ["a", "b"]) }
                try session.script("deallocate all")
                for _ in 0..<3 { #expect(try session.query("select * from t").count == 1) }
            }
            let change: @Sendable (Session) throws -> Int = { (session) throws in
                try session.script("alter table t add column c text")
                return try session.query("select * from t").columns.count
            }
            let error = await failure { _ = try await connection.transaction(change) }
            #expect((error as? PostgresError)?.code == PostgresError.featureNotSupported)
            #expect(try await connection.transaction(change) == 3)
        }
    }

    @Test func `a statement prepared in a transaction that rolled back still works`() async throws {
        try await withConnection { (connection) async throws in
            struct Stop: Error {}
            for _ in 0..<3 {
                await #expect(throws: Stop.self) {
                    try await connection.transaction { (session) throws in
                        for _ in 0..<2 { _ = try session.query("select \(1) + 1") }
                        throw Stop()
                    }
                }
            }
            #expect(try await connection.answers())
        }
    }
}
