import Foundation
import LibPQ
import TestSupport
import Testing

@Suite struct CodecTests {
    @Test(arguments: [UInt64](1...4))
    func `values and arrays of every type go both ways and mean what PostgreSQL says they mean`(seed: UInt64)
        async throws
    {
        try await withConnection(settings: ["timezone": "UTC"]) { (connection) async throws in
            try await connection.run { (session) throws in
                var generator = SeededGenerator(seed: seed)
                func check<Value: Sample>(_ type: Value.Type) throws {
                    try checkScalars(type, session, &generator, seed)
                    try checkArrays(type, session, &generator, seed)
                    try checkCopy(type, session, &generator, seed)
                }
                try check(Int16.self)
                try check(Int32.self)
                try check(Int64.self)
                try check(Int.self)
                try check(Bool.self)
                try check(Double.self)
                try check(String.self)
                try check(UUID.self)
                try check([UInt8].self)
                try check(Timestamp.self)
                try check(Day.self)
                try check(JSONB.self)
            }
        }
    }

    /// As a parameter, as a result, and as the server prints it and reads it back from print.
    private func checkScalars<Value: Sample>(
        _ type: Value.Type, _ session: Session, _ generator: inout SeededGenerator, _ seed: UInt64
    ) throws {
        for _ in 0..<25 {
            let value = Value.random(using: &generator)
            let row = try session.query(
                "select \(value) as v, \(value)::text as t, pg_typeof(\(value))::text as n, \(value as Value?) as o")[0]
            #expect(try row["v", as: Value.self] == value, "seed \(seed)")
            #expect(try row["o", as: Value?.self] == value, "seed \(seed)")
            let printed = try row["t", as: String.self]
            if let text = value.text { #expect(printed == text, "seed \(seed)") }
            let name: String = try row["n", as: String.self]
            #expect(name == Self.longName[Value.typeName] ?? Value.typeName)
            let readBack = try session.query("select \(printed)::\(unsafeRaw: Value.typeName)").single(as: Value.self)
            #expect(readBack == value, "seed \(seed)")
        }
        let nothing = try session.query("select \(nil as Value?) as v")[0]
        #expect(try nothing["v", as: Value?.self] == nil)
        #expect(throws: PostgresError.self) { try nothing["v", as: Value.self] }
    }

    private func checkArrays<Value: Sample>(
        _ type: Value.Type, _ session: Session, _ generator: inout SeededGenerator, _ seed: UInt64
    ) throws {
        for count in [0, 1, 2, 30] {
            let full = (0..<count).map { _ in Value.random(using: &generator) }
            let holed = full.map { Int.random(in: 0..<3, using: &generator) == 0 ? nil : $0 }
            let row = try session.query(
                """
                select \(full) as full, \(holed) as holed,
                    coalesce((select array_agg(v::text order by n) from unnest(\(holed)) with ordinality as u(v, n)),
                        '{}') as texts, \(full as [Value]?) as maybe
                """)[0]
            #expect(try row["full", as: [Value].self] == full, "seed \(seed)")
            #expect(try row["maybe", as: [Value]?.self] == full, "seed \(seed)")
            #expect(try row["holed", as: [Value?].self] == holed, "seed \(seed)")
            let texts = try row["texts", as: [String?].self]
            #expect(texts.count == count)
            for (value, text) in zip(holed, texts) where value == nil || value?.text != nil {
                #expect(value?.text == text, "seed \(seed)")
            }
            if holed.contains(where: { $0 == nil }) {
                #expect(throws: PostgresError.self) { try row["holed", as: [Value].self] }
            }
        }
    }

    private func checkCopy<Value: Sample>(
        _ type: Value.Type, _ session: Session, _ generator: inout SeededGenerator, _ seed: UInt64
    ) throws {
        let values = (0..<40).map { index in index % 5 == 0 ? nil : Value.random(using: &generator) }
        let lists = values.map { [$0, nil, $0] }
        try session.execute(
            "create temp table c (n int8, v \(unsafeRaw: type.typeName), l \(unsafeRaw: type.typeName)[])")
        _ = try session.copyIn("copy c from stdin (format binary)") { copy in
            for (index, value) in values.enumerated() {
                try copy.row {
                    $0.append(index)
                    $0.append(value)
                    $0.append(lists[index])
                }
            }
        }
        var found: [Value?] = []
        var foundLists: [[Value?]] = []
        try session.copyRows("copy (select v, l from c order by n) to stdout (format binary)") { row in
            found.append(try row.value(at: 0, as: Value?.self))
            foundLists.append(try row.value(at: 1, as: [Value?].self))
            #expect(row.isNull(at: 0) == (found.last == .some(nil)))
        }
        #expect(found == values, "seed \(seed)")
        #expect(foundLists == lists, "seed \(seed)")
        #expect(try session.query("select v from c order by n").column(as: Value?.self) == values, "seed \(seed)")
        try session.execute("drop table c")
    }

    private static let longName = [
        "int2": "smallint", "int4": "integer", "int8": "bigint", "bool": "boolean", "float8": "double precision",
        "timestamptz": "timestamp with time zone",
    ]

    @Test func `what is not a number, and minus zero, keep their bits`() async throws {
        try await withConnection { (connection) async throws in
            let (nan, zero) = try await connection.run { (session) throws in
                let row = try session.query("select \(Double.nan), \(-0.0)")[0]
                return (try row[0, as: Double.self], try row[1, as: Double.self])
            }
            #expect(nan.isNaN)
            #expect(zero == 0 && zero.sign == .minus)
        }
    }

    @Test func `integers widen, never narrow`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { (session) throws in
                let row = try session.query("select 5::int2, 6::int4, 7::int8, 4294967295::oid, 1.5::float4")[0]
                #expect(try row[0, as: Int.self] == 5)
                #expect(try row[0, as: Int32.self] == 5)
                #expect(try row[1, as: Int64.self] == 6)
                #expect(try row[3, as: Int.self] == 4_294_967_295)
                #expect(try row[4, as: Double.self] == 1.5)
                #expect(throws: PostgresError.self) { try row[2, as: Int32.self] }
                #expect(throws: PostgresError.self) { try row[1, as: Int16.self] }
            }
        }
    }

    @Test func `a value of another type is refused with the column and both types named`() async throws {
        try await withConnection { (connection) async throws in
            let error = await failure {
                try await connection.run { _ = try $0.query("select 1.5 as price")[0]["price", as: Int.self] }
            }
            let known = try #require(error as? PostgresError)
            #expect(known.kind == .decoding)
            #expect(known.description.contains("price"))
            #expect(known.description.contains("numeric"))
            #expect(known.description.contains("int8"))
            let wrong: [@Sendable (Session) throws -> Void] = [
                { _ = try $0.query("select 1").single(as: String.self) },
                { _ = try $0.query("select 'x'").single(as: Int.self) },
                { _ = try $0.query("select 'x'::bytea").single(as: String.self) },
                { _ = try $0.query("select 'x'").single(as: [UInt8].self) },
                { _ = try $0.query("select now()::timestamp").single(as: Timestamp.self) },
                { _ = try $0.query("select now()").single(as: Int.self) },
                { _ = try $0.query("select true").single(as: UUID.self) },
                { _ = try $0.query("select array[[1,2],[3,4]]").single(as: [Int32].self) },
                { _ = try $0.query("select array[1]").single(as: [String].self) },
                { _ = try $0.query("select 1 where false").single(as: Int.self) },
                { _ = try $0.query("select 1 as a")[0]["b", as: Int.self] },
                { _ = try $0.query("select 1 as a")[0][1, as: Int.self] },
            ]
            for work in wrong {
                let error = await failure { try await connection.run(work) }
                #expect((error as? PostgresError)?.kind == .decoding)
            }
        }
    }

    @Test func `an enumeration reads as text, json as jsonb`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { (session) throws in
                try session.script("create type mood as enum ('calm', 'glad')")
                #expect(try session.query("select 'glad'::mood").single(as: String.self) == "glad")
                #expect(try session.query("select '{\"a\":1}'::json").single(as: JSONB.self) == JSONB("{\"a\":1}"))
            }
        }
    }

    @Test func `a byte is a small integer, a list of bytes is bytea, a list of those an array of bytea`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { (session) throws in
                let row = try session.query("select \(UInt8(200)), \([[1, 2], []] as [[UInt8]])::text, 256::int2")[0]
                #expect(try row[0, as: UInt8.self] == 200)
                #expect(try row[1, as: String.self] == #"{"\\x0102","\\x"}"#)
                #expect(throws: PostgresError.self) { try row[2, as: UInt8.self] }
            }
        }
    }
}
