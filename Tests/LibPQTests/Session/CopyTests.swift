import Foundation
import LibPQ
import Testing

@Suite struct CopyTests {
    private struct Stop: Error {}

    private func withTable(rows: Int = 0, _ body: (Connection) async throws -> Void) async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { try $0.script("create table t (a int8 check (a >= 0), b text)") }
            _ = try await connection.run {
                try $0.execute("insert into t select n, 'row ' || n from generate_series(1, \(rows)) n")
            }
            try await body(connection)
        }
    }

    private func count(_ connection: Connection) async throws -> Int {
        try await connection.run { try $0.query("select count(*) from t").single(as: Int.self) }
    }

    @Test func `rows of a binary copy can be kept and read again`() async throws {
        try await withTable(rows: 5_000) { (connection) async throws in
            var (kept, read) = ([BinaryRows(), BinaryRows()], [[Int64]]())
            kept = try await connection.read { (session) throws in
                var kept = [BinaryRows(), BinaryRows()]
                try session.copyRows(
                    "copy (select a, repeat(b, (a % 400)::int) from t order by a) to stdout (format binary)"
                ) {
                    kept[Int(try $0.int64(at: 0) % 2)].append($0)
                }
                return kept
            }
            for rows in kept {
                var numbers: [Int64] = []
                try rows.forEach { row in
                    let number = try row.int64(at: 0)
                    #expect(try row.string(at: 1) == String(repeating: "row \(number)", count: Int(number % 400)))
                    numbers.append(number)
                }
                read.append(numbers)
            }
            #expect(
                read == [Array(stride(from: 2, through: 5_000, by: 2)), Array(stride(from: 1, through: 4_999, by: 2))])
        }
    }

    @Test func `rows of values go in and out by binary copy`() async throws {
        try await withTable { (connection) async throws in
            let rows = try await connection.run { (session) throws in
                try session.copyIn("copy t from stdin (format binary)") { copy in
                    for index in 0..<50_000 {
                        try copy.row {
                            $0.append(index)
                            $0.append(index % 2 == 0 ? "even" : nil)
                        }
                    }
                }
            }
            #expect(rows == 50_000)
            let (sum, nulls) = try await connection.read { (session) throws in
                var (sum, nulls) = (Int64(0), 0)
                try session.copyRows("copy t to stdout (format binary)") { row in
                    sum += try row.int64(at: 0)
                    nulls += row.isNull(at: 1) ? 1 : 0
                    if !row.isNull(at: 1) { #expect(try row.string(at: 1) == "even") }
                }
                return (sum, nulls)
            }
            #expect(sum == 1_249_975_000)
            #expect(nulls == 25_000)
        }
    }

    @Test func `rows encoded before the copy begins go in, alone and beside others`() async throws {
        try await withTable { (connection) async throws in
            var encoded = CopyRows()
            #expect(encoded.isEmpty)
            for index in 0..<20_000 {
                encoded.row {
                    $0.append(index)
                    $0.append(index == 7 ? "seven" : nil)
                }
            }
            #expect(encoded.count == 20_000)
            let none = CopyRows()
            let rows = encoded
            let count = try await connection.run { (session) throws in
                try session.copyIn("copy t from stdin (format binary)") { copy in
                    try copy.rows(none)
                    try copy.rows(rows)
                    try copy.row {
                        $0.append(20_000)
                        $0.append("after")
                    }
                }
            }
            #expect(count == 20_001)
            let texts = try await connection.run {
                try $0.query("select a || b from t where b is not null order by a").column(as: String.self)
            }
            #expect(texts == ["7seven", "20000after"])
            try await #require(throws: PostgresError.self) {
                try await connection.run { (session) throws in
                    _ = try session.copyIn("copy t from stdin (format text)") { try $0.rows(rows) }
                }
            }
        }
    }

    @Test func `no rows are fine both ways`() async throws {
        try await withTable { (connection) async throws in
            for format in ["binary", "text", "csv"] {
                let rows = try await connection.run { (session) throws in
                    try session.copyIn("copy t from stdin (format \(unsafeRaw: format))") { _ in }
                }
                #expect(rows == 0)
            }
            try await connection.run {
                try $0.copyRows("copy t to stdout (format binary)") { _ in Issue.record("a row") }
            }
        }
    }

    @Test func `raw bytes go in by any format, also a large field`() async throws {
        try await withTable { (connection) async throws in
            let long = String(repeating: "é", count: 3_000_000)
            let rows = try await connection.run { (session) throws in
                try session.copyIn("copy t from stdin (format csv)") { copy in
                    try copy.writeBytes(Array("1,\"a\nb\"\n2,".utf8))
                    try copy.writeBytes(Array(long.utf8))
                    try copy.writeBytes(Array("\n".utf8))
                }
            }
            #expect(rows == 2)
            let found = try await connection.run {
                try $0.query("select b from t order by a").column(as: String.self)
            }
            #expect(found == ["a\nb", long])
            let out = try await connection.run { (session) throws in
                var bytes: [UInt8] = []
                try session.copyOut("copy (select a from t order by a) to stdout") { bytes.append(contentsOf: $0) }
                return bytes
            }
            #expect(out == Array("1\n2\n".utf8))
        }
    }

    @Test func `a producer that fails leaves no row, a consumer that fails stops the server`() async throws {
        try await withTable(rows: 100_000) { (connection) async throws in
            await #expect(throws: Stop.self) {
                try await connection.run { (session) throws in
                    _ = try session.copyIn("copy t from stdin (format binary)") { copy in
                        for index in 0..<50_000 {
                            try copy.row {
                                $0.append(index)
                                $0.append("x")
                            }
                        }
                        throw Stop()
                    }
                }
            }
            await #expect(throws: Stop.self) {
                try await connection.run { (session) throws in
                    try session.copyOut("copy (select * from t a, t b) to stdout") { _ in throw Stop() }
                }
            }
            #expect(try await count(connection) == 100_000)
        }
    }

    @Test func `the server's refusal of a row is thrown with its code`() async throws {
        try await withTable { (connection) async throws in
            let error = await failure {
                try await connection.run { (session) throws in
                    _ = try session.copyIn("copy t from stdin (format binary)") { copy in
                        for index in 0..<100_000 {
                            try copy.row {
                                $0.append(5 - index)
                                $0.append("Ada Lovelace")
                            }
                        }
                    }
                }
            }
            let known = try #require(error as? PostgresError)
            #expect(known.code == PostgresError.checkViolation)
            #expect(!known.description.contains("Lovelace"))
            #expect(try await count(connection) == 0)
        }
    }

    @Test func `a row with the wrong number or form of values is refused`() async throws {
        try await withTable { (connection) async throws in
            let wrong: [@Sendable (inout CopyRow) -> Void] = [
                { $0.append(1) },
                { row in for _ in 0..<3 { row.append(1) } },
                { row in
                    row.append(Int32(1))
                    row.append("")
                },
            ]
            for write in wrong {
                let error = await failure {
                    try await connection.run { (session) throws in
                        _ = try session.copyIn("copy t from stdin (format binary)") { try $0.row(write) }
                    }
                }
                #expect((error as? PostgresError)?.kind == .server)
            }
            #expect(try await count(connection) == 0)
        }
    }

    @Test func `what is not the right kind of COPY is refused and leaves the connection usable`() async throws {
        try await withTable(rows: 10) { (connection) async throws in
            let wrong: [@Sendable (Session) throws -> Void] = [
                { try $0.execute("copy t from stdin") },
                { try $0.execute("copy t to stdout") },
                { try $0.script("copy t to stdout; copy t from stdin; select 1") },
                { _ = try $0.copyIn("copy t to stdout") { _ in } },
                { _ = try $0.copyIn("select 1") { _ in } },
                { try $0.copyOut("copy t from stdin") { _ in } },
                { try $0.copyOut("insert into t values (100, '')") { _ in } },
                { _ = try $0.copyIn("copy t from stdin") { try $0.row { $0.append(1) } } },
                { try $0.copyRows("copy t to stdout") { _ in } },
            ]
            for (index, work) in wrong.enumerated() {
                let error = await failure { try await connection.run(work) }
                let kind = (error as? PostgresError)?.kind
                #expect(kind == .usage || kind == .decoding, "\(index)")
                #expect(try await connection.answers(), "\(index)")
            }
        }
    }

    @Test func `copy in a transaction rolls back with it`() async throws {
        try await withTable { (connection) async throws in
            await #expect(throws: Stop.self) {
                try await connection.transaction { (session) throws in
                    let rows = try session.copyIn("copy t from stdin") { try $0.writeBytes(Array("1\ta\n".utf8)) }
                    #expect(rows == 1)
                    throw Stop()
                }
            }
            #expect(try await count(connection) == 0)
        }
    }
}
