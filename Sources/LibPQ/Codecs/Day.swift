/// A `date`: days since 2000-01-01, as PostgreSQL keeps it (`DateADT`).
public struct Day: Hashable, Comparable, Sendable, PostgresCodable {
    /// Days since 2000-01-01.
    public var days: Int32

    /// A date by its days since 2000-01-01.
    @inlinable public init(days: Int32) {
        self.days = days
    }

    /// PostgreSQL's `infinity`, later than every date.
    public static let infinity = Day(days: .max)
    /// PostgreSQL's `-infinity`, earlier than every date.
    public static let negativeInfinity = Day(days: .min)

    /// Days from 1970-01-01 to 2000-01-01.
    public static let epochSinceUnix: Int32 = 10_957

    /// Earlier or later in time.
    @inlinable public static func < (left: Day, right: Day) -> Bool { left.days < right.days }

    /// `date`.
    @inlinable public static var postgresType: PostgresType { .date }
    /// Four bytes.
    @inlinable public func encode(into buffer: inout ByteWriter) { buffer.append(days) }
    /// Reads a `date`.
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        days = try field.fixed(Int32.self, of: "a date", types: 1082)
    }
}
