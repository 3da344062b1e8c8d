import Foundation
import LibPQ
import Testing

/// Rows as one value, and rows read as COPY would lend them.
@Suite struct RecordArrayTests {
    private static let table: SQLScript =
        "create table t (a int8, gap int2, b text, c int8[], d uuid); alter table t drop column gap"

    /// The number of the type of the table's rows.
    private static func type(_ session: Session) throws -> UInt32 {
        UInt32(
            truncatingIfNeeded: try session.query("select reltype::int8 from pg_class where relname = 't'").single(
                as: Int64.self))
    }

    @Test
    func `rows come in as they are, NULL, empty and beside dropped columns too`()
        async throws
    {
        let rows: [(d: UUID?, b: String?, a: Int64, c: [Int64]?)] = [
            (UUID(), "one", 1, [1, 2]), (nil, "", 2, []), (UUID(), nil, 3, nil),
            (nil, String(repeating: "ü", count: 70_000), 4, [9]),
        ]
        try await withConnection { (connection) async throws in
            let stored = try await connection.run { (session) throws -> [[String?]] in
                try session.script(Self.table)
                let fields = [
                    PostgresType.int8.oid, PostgresType.text.oid, PostgresType.int8.arrayOID, PostgresType.uuid.oid,
                ]
                var records = RecordArray(type: try Self.type(session), fields: fields)
                for row in rows {
                    records.append {
                        $0.append(row.a)
                        $0.append(row.b)
                        if row.c == nil { $0.appendNulls(1) } else { $0.append(row.c) }
                        $0.append(row.d)
                    }
                }
                #expect(records.count == rows.count && !records.isEmpty)
                try session.execute("insert into t select * from unnest(\(records)::t[])")
                return try session.query("select d::text, b, c::text from t order by a").map {
                    [try $0[0, as: String?.self], try $0[1, as: String?.self], try $0[2, as: String?.self]]
                }
            }
            let expected = rows.map { row in
                [
                    row.d?.uuidString.lowercased(), row.b,
                    row.c.map { "{\($0.map(String.init).joined(separator: ","))}" },
                ]
            }
            #expect(stored == expected)
        }
    }

    @Test func `no rows are an empty array, and two arrays joined are the rows of both`() async throws {
        try await withConnection { (connection) async throws in
            let counts = try await connection.run { (session) throws -> [Int64] in
                try session.script("create type pair as (a int8, b text); create table t (a int8, b text)")
                let type = try Self.type(session)
                func records(_ numbers: [Int64]) -> RecordArray {
                    var records = RecordArray(type: type, fields: [PostgresType.int8.oid, PostgresType.text.oid])
                    for number in numbers {
                        records.append {
                            $0.append(number)
                            $0.append("\(number)")
                        }
                    }
                    return records
                }
                var joined = records([1, 2])
                joined.append(records([3]))
                return try [records([]), joined].map { records in
                    try session.query("select coalesce(sum(a), 0)::int8 from unnest(\(records)::t[])").single(
                        as: Int64.self)
                }
            }
            #expect(counts == [0, 6])
        }
    }

    @Test func `a result lends its rows as COPY does`() async throws {
        try await withConnection { (connection) async throws in
            try await connection.run { (session) throws in
                let query: SQL = """
                    select n, case when n % 3 > 0 then repeat('x', n::int) end, n::float8 / 2, n % 2 = 0
                      from generate_series(0::int8, 40) n
                    """
                typealias Values = (Int64, String?, Double, Bool)
                func values(_ row: borrowing BinaryRow) throws -> Values {
                    (
                        try row.int64(at: 0), row.isNull(at: 1) ? nil : try row.string(at: 1), try row.double(at: 2),
                        try row.bool(at: 3)
                    )
                }
                var lent: [Values] = []
                try session.query(query).forEachBinary { lent.append(try values($0)) }
                var copied: [Values] = []
                try session.copyRows("copy (\(sql: query)) to stdout (format binary)") { copied.append(try values($0)) }
                #expect(lent.count == 41)
                #expect(lent.elementsEqual(copied, by: ==))
            }
        }
    }
}
