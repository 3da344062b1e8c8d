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

    @Test func `it takes pending settings with it, and what a failed one took is set by the next`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { (session) throws in
                let tenant: SQL = "select current_setting('waymark.tenant')"
                for number in ["1", "2"] {
                    session.set("waymark.tenant", to: number)
                    #expect(
                        try session.pipeline([tenant, tenant]).map { try $0.single(as: String.self) } == [
                            number, number,
                        ])
                }
                session.set("waymark.tenant", to: "3")
                #expect(throws: PostgresError.self) { try session.pipeline([tenant, "select 1 / 0"]) }
                #expect(try session.pipeline([tenant])[0].single(as: String.self) == "3")
            }
        }
    }

    @Test func `a statement that a change of the schema made stale is prepared anew`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { (session) throws in
                try session.script("create table t (a int8); insert into t values (7)")
                let all = SQLQuery<Int>("select * from t") { (rows) throws(PostgresError) in rows.columns.count }
                let one = SQLQuery<Int>("select \(1)") { (rows) throws(PostgresError) in try rows.single(as: Int.self) }
                for _ in 0..<3 { #expect(try session.ask(all, one) == (1, 1)) }
                try session.script("alter table t add column b int8")
                #expect(try session.ask(one, all, one) == (1, 2, 1))
            }
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

    @Test func `answers of several sends come in order, and one that fails harms no other`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { try $0.script("create table t (a int8 primary key)") }
            let answers = try await connection.run { (session) throws in
                try session.pipelining { (pipeline) throws(PostgresError) in
                    for value in [1, 2, 2, 3] as [Int] {
                        try pipeline.send(["insert into t values (\(value))", "select count(*) from t"])
                    }
                    #expect(pipeline.count == 4)
                    var answers: [String] = []
                    while pipeline.count > 0 {
                        do throws(PostgresError) {
                            answers.append("\(try pipeline.receive()[1].single(as: Int.self))")
                        } catch {
                            answers.append(error.code == PostgresError.uniqueViolation ? "known" : "\(error)")
                        }
                    }
                    return answers
                }
            }
            #expect(answers == ["1", "2", "known", "3"])
        }
    }

    @Test func `what goes wrong in the commit is the error of its send`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run {
                try $0.script("create table t (a int8 unique deferrable initially deferred)")
            }
            let codes = try await connection.run { (session) throws in
                try session.pipelining { (pipeline) throws(PostgresError) in
                    for value in [1, 1, 2] as [Int] { try pipeline.send(["insert into t values (\(value))"]) }
                    var codes: [PostgresError.Code?] = []
                    while pipeline.count > 0 {
                        do throws(PostgresError) {
                            _ = try pipeline.receive()
                            codes.append(nil)
                        } catch {
                            codes.append(error.code)
                        }
                    }
                    return codes
                }
            }
            #expect(codes == [nil, PostgresError.uniqueViolation, nil])
        }
    }

    @Test func `a statement that comes again is prepared once, and forgotten when it failed to be`() async throws {
        try await withConnection { (connection) async throws in
            let prepared = try await connection.run { (session) throws in
                try session.pipelining { (pipeline) throws(PostgresError) in
                    for value in 0..<5 { try pipeline.send(["select \(value) + 1"]) }
                    for _ in 0..<5 { _ = try pipeline.receive() }
                }
                for _ in 0..<3 {
                    _ = try? session.pipelining { (pipeline) throws(PostgresError) in
                        try pipeline.send(["select \(1) from absent"])
                        _ = try pipeline.receive()
                    }
                }
                try session.script("create table absent ()")
                #expect(try session.query("select \(1) from absent").isEmpty)
                return try session.query("select statement from pg_prepared_statements").column(as: String.self)
            }
            #expect(prepared.filter { $0.contains("+ 1") }.count == 1)
        }
    }

    @Test func `answers that nobody reads do not reach the next statement`() async throws {
        try await withConnection { (connection) async throws in
            let value = try await connection.run { (session) throws in
                try session.pipelining { (pipeline) throws(PostgresError) in
                    for value in 1...3 { try pipeline.send(["select \(value)"]) }
                    try pipeline.send(["select 1/0"])
                    _ = try pipeline.receive()
                }
                return try session.query("select 7::int8").single(as: Int.self)
            }
            #expect(value == 7)
        }
    }

    @Test func `waiting ends with an answer, a signal or the limit`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { (session) throws in
                try session.pipelining { (pipeline) throws(PostgresError) in
                    #expect(try !pipeline.wait(atMost: .milliseconds(20)))
                    session.wake.signal()
                    #expect(try pipeline.wait(atMost: nil))
                    try pipeline.send(["select pg_sleep(0.05)"])
                    #expect(!pipeline.isAnswered)
                    while !pipeline.isAnswered { _ = try pipeline.wait(atMost: nil) }
                    _ = try pipeline.receive()
                    #expect(!pipeline.isAnswered)
                }
            }
        }
    }

    @Test func `a lost connection is an error for all that is under way`() async throws {
        try await withConnection { (connection) async throws in
            let outcome = try await connection.run { (session) throws in
                let error = #expect(throws: PostgresError.self) {
                    try session.pipelining { (pipeline) throws(PostgresError) in
                        try pipeline.send(["select pg_terminate_backend(pg_backend_pid())"])
                        try pipeline.send(["select 1"])
                        while pipeline.count > 0 { _ = try pipeline.receive() }
                    }
                }
                return (error?.kind, session.isUsable)
            }
            #expect(outcome.0 == .connection)
            #expect(!outcome.1)
            #expect(connection.isBroken)
        }
    }
}
