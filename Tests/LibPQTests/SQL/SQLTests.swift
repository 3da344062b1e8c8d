import LibPQ
import Testing

@Suite struct SQLTests {
    @Test func `interpolated values become parameters`() {
        let name = "x'; drop table t; --"
        let sql: SQL = "select * from t where a = \(1) and b = \(name) and c = any(\([1, 2]))"
        #expect(sql.text == "select * from t where a = $1 and b = $2 and c = any($3)")
    }

    @Test func `names are quoted, raw text is not`() {
        let sql: SQL = "select \(identifier: "a\"b\0c") from \(unsafeRaw: "t order by 1")"
        #expect(sql.text == "select \"a\"\"bc\" from t order by 1")
    }

    @Test func `a statement goes into another with its values renumbered`() {
        let inner: SQL = "x = \(1) or x = \(2)"
        let many: SQL = "\(inner: inner, count: 11)"
        let sql: SQL = "select \(0) where (\(sql: inner)) and y = \(3) and (\(sql: inner))"
        #expect(sql.text == "select $1 where (x = $2 or x = $3) and y = $4 and (x = $5 or x = $6)")
        let twice: SQL = "\(sql: many) and z = \(4)"
        #expect(twice.text.hasSuffix("x = $21 or x = $22; and z = $23"))
    }

    @Test func `a composed statement carries its values to the server`() async throws {
        try await withConnection { (connection) async throws in
            let inner: SQL = "\("a") || \(nil as String?) || \("é")"
            let sql: SQL = "select concat(\("<"), \(sql: "coalesce(\(sql: inner), \("none"))"), \(">"))"
            #expect(try await connection.run { try $0.query(sql).single(as: String.self) } == "<none>")
        }
    }

    @Test func `nothing bound is ever read as SQL`() async throws {
        try await withConnection { (connection) async throws in
            let hostile = ["'; drop table t; --", "$1", "\\'", "\" or 1=1", "${x}", "E'\\x'"]
            for text in hostile {
                #expect(try await connection.run { try $0.query("select \(text)").single(as: String.self) } == text)
                let named: SQL = "select 1 as \(identifier: text)"
                #expect(try await connection.run { try $0.query(named).columns } == [text])
            }
        }
    }

    @Test func `a text with a null character is refused by the server, not cut short`() async throws {
        try await withConnection { (connection) async throws in
            let error = await failure { try await connection.run { _ = try $0.query("select \("a\0b")") } }
            #expect((error as? PostgresError)?.code == PostgresError.characterNotInRepertoire)
        }
    }

    @Test func `more values than the protocol can number are refused clearly`() async throws {
        try await withConnection { (connection) async throws in
            let many = SQL(stringInterpolation: Self.many(65_536))
            let error = await failure { try await connection.run { _ = try $0.query(many) } }
            #expect((error as? PostgresError)?.kind == .usage)
            #expect(try await connection.answers())
        }
    }

    private static func many(_ count: Int) -> SQL.StringInterpolation {
        var interpolation = SQL.StringInterpolation(literalCapacity: 0, interpolationCount: count)
        interpolation.appendLiteral("select 1 where 1 in (0")
        for index in 0..<count {
            interpolation.appendLiteral(",")
            interpolation.appendInterpolation(index)
        }
        interpolation.appendLiteral(")")
        return interpolation
    }
}

extension SQL.StringInterpolation {
    fileprivate mutating func appendInterpolation(inner: SQL, count: Int) {
        for _ in 0..<count {
            appendInterpolation(sql: inner)
            appendLiteral(";")
        }
    }
}
