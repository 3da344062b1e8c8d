/// A `timestamptz`: microseconds since 2000-01-01 00:00 UTC, as PostgreSQL keeps it (`TimestampTz`).
public struct Timestamp: Hashable, Comparable, Sendable, PostgresCodable {
    /// Microseconds since 2000-01-01 00:00 UTC.
    public var microseconds: Int64

    /// An instant by its microseconds since 2000-01-01 00:00 UTC.
    @inlinable public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// PostgreSQL's `infinity`, later than every instant.
    public static let infinity = Timestamp(microseconds: .max)
    /// PostgreSQL's `-infinity`, earlier than every instant.
    public static let negativeInfinity = Timestamp(microseconds: .min)

    /// Microseconds from the Unix epoch to PostgreSQL's: 10,957 days.
    public static let epochSinceUnix: Int64 = 946_684_800_000_000

    /// Earlier or later in time.
    @inlinable public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// `timestamptz`.
    @inlinable public static var postgresType: PostgresType { .timestamptz }
    /// Eight bytes.
    @inlinable public func encode(into buffer: inout ByteWriter) { buffer.append(microseconds) }
    /// Reads a `timestamptz`. A `timestamp` is refused: it does not say which instant it is.
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        microseconds = try field.fixed(Int64.self, of: "a timestamptz", types: 1184)
    }
}
