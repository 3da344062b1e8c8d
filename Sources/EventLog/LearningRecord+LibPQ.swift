import Foundation
public import LearningRecord
public import LibPQ

// How values of the record travel to PostgreSQL and back.

extension Identifier: PostgresEncodable, PostgresDecodable {
    /// The type of the column.
    public static var postgresType: PostgresType { .uuid }
    /// Writes the value in PostgreSQL's binary form.
    public func encode(into buffer: inout ByteWriter) { uuid.encode(into: &buffer) }
    /// Reads the value of a field.
    /// - Throws: `PostgresError` where it is null or of another type.
    public init(postgres field: borrowing Field) throws(PostgresError) { self.init(try UUID(postgres: field)) }
}

extension Instant: PostgresEncodable, PostgresDecodable {
    /// The type of the column.
    public static var postgresType: PostgresType { .timestamptz }
    /// Writes the value in PostgreSQL's binary form.
    public func encode(into buffer: inout ByteWriter) { timestamp.encode(into: &buffer) }
    /// Reads the value of a field.
    /// - Throws: `PostgresError` where it is null or of another type.
    public init(postgres field: borrowing Field) throws(PostgresError) {
        self.init(microseconds: try Timestamp(postgres: field).microseconds + Timestamp.epochSinceUnix)
    }

    var timestamp: Timestamp { Timestamp(microseconds: microseconds - Timestamp.epochSinceUnix) }
}

extension CalendarDate: PostgresEncodable, PostgresDecodable {
    /// The type of the column.
    public static var postgresType: PostgresType { .date }
    /// Writes the value in PostgreSQL's binary form.
    public func encode(into buffer: inout ByteWriter) {
        Day(days: daysSince1970 - Day.epochSinceUnix).encode(into: &buffer)
    }
    /// Reads the value of a field.
    /// - Throws: `PostgresError` where it is null or of another type.
    public init(postgres field: borrowing Field) throws(PostgresError) {
        self.init(daysSince1970: try Day(postgres: field).days + Day.epochSinceUnix)
    }
}

extension Level: PostgresEncodable, PostgresDecodable {
    /// The type of the column.
    public static var postgresType: PostgresType { .int2 }
    /// Writes the value in PostgreSQL's binary form.
    public func encode(into buffer: inout ByteWriter) { ordinal.encode(into: &buffer) }
    /// Reads the value of a field.
    /// - Throws: `PostgresError` where it is null or of another type.
    public init(postgres field: borrowing Field) throws(PostgresError) {
        guard let level = Level(Int(try Int16(postgres: field))) else {
            throw field.mismatch(expected: "a level from 1 to 99")
        }
        self = level
    }
}
