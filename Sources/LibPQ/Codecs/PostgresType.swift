/// A type of PostgreSQL by the numbers the server knows it by: `oid` and `typarray` of `pg_type`.
public struct PostgresType: Hashable, Sendable {
    /// The type's own number.
    public let oid: UInt32
    /// The number of the array of it; 0 when there is none.
    public let arrayOID: UInt32

    /// A type by its numbers, which are fixed for built-in types (`src/include/catalog/pg_type.dat`).
    public init(oid: UInt32, arrayOID: UInt32) {
        self.oid = oid
        self.arrayOID = arrayOID
    }

    /// `boolean`.
    public static let bool = PostgresType(oid: 16, arrayOID: 1000)
    /// `bytea`.
    public static let bytea = PostgresType(oid: 17, arrayOID: 1001)
    /// `bigint`.
    public static let int8 = PostgresType(oid: 20, arrayOID: 1016)
    /// `smallint`.
    public static let int2 = PostgresType(oid: 21, arrayOID: 1005)
    /// `integer`.
    public static let int4 = PostgresType(oid: 23, arrayOID: 1007)
    /// `text`.
    public static let text = PostgresType(oid: 25, arrayOID: 1009)
    /// `double precision`.
    public static let float8 = PostgresType(oid: 701, arrayOID: 1022)
    /// `date`.
    public static let date = PostgresType(oid: 1082, arrayOID: 1182)
    /// `timestamp with time zone`.
    public static let timestamptz = PostgresType(oid: 1184, arrayOID: 1185)
    /// `uuid`.
    public static let uuid = PostgresType(oid: 2950, arrayOID: 2951)
    /// `jsonb`.
    public static let jsonb = PostgresType(oid: 3802, arrayOID: 3807)

    /// The array of this type.
    public var array: PostgresType { PostgresType(oid: arrayOID, arrayOID: 0) }
}

extension PostgresType {
    /// What people call a type; a number for what is not built in here.
    static func name(oid: UInt32) -> String { names[oid] ?? "of oid \(oid)" }

    private static let names: [UInt32: String] = [
        16: "bool", 17: "bytea", 18: "\"char\"", 19: "name", 20: "int8", 21: "int2", 23: "int4", 25: "text",
        26: "oid", 114: "json", 700: "float4", 701: "float8", 1000: "bool[]", 1001: "bytea[]", 1005: "int2[]",
        1007: "int4[]", 1009: "text[]", 1015: "varchar[]", 1016: "int8[]", 1022: "float8[]", 1042: "char(n)",
        1043: "varchar", 1082: "date", 1083: "time", 1114: "timestamp", 1182: "date[]", 1184: "timestamptz",
        1185: "timestamptz[]", 1186: "interval", 1700: "numeric", 2278: "void", 2950: "uuid", 2951: "uuid[]",
        3802: "jsonb", 3807: "jsonb[]",
    ]
}
