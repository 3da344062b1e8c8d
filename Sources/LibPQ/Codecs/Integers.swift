extension Int16: PostgresCodable {
    /// `int2`.
    @inlinable public static var postgresType: PostgresType { .int2 }
    /// Two bytes.
    @inlinable public func encode(into buffer: inout ByteWriter) { buffer.append(self) }
    /// Reads an `int2`.
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        self = Int16(truncatingIfNeeded: try field.integer(expected: "an int2", atMost: 2))
    }
}

extension Int32: PostgresCodable {
    /// `int4`.
    @inlinable public static var postgresType: PostgresType { .int4 }
    /// Four bytes.
    @inlinable public func encode(into buffer: inout ByteWriter) { buffer.append(self) }
    /// Reads an `int4` or `int2`.
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        self = Int32(truncatingIfNeeded: try field.integer(expected: "an int4", atMost: 4))
    }
}

extension Int64: PostgresCodable {
    /// `int8`.
    @inlinable public static var postgresType: PostgresType { .int8 }
    /// Eight bytes.
    @inlinable public func encode(into buffer: inout ByteWriter) { buffer.append(self) }
    /// Reads an `int8`, `int4`, `int2` or `oid`.
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        self = try field.integer(expected: "an int8", atMost: 8)
    }
}

extension Int: PostgresCodable {
    /// `int8`.
    @inlinable public static var postgresType: PostgresType { .int8 }
    /// Eight bytes.
    @inlinable public func encode(into buffer: inout ByteWriter) { buffer.append(Int64(self)) }
    /// Reads an `int8`, `int4`, `int2` or `oid`.
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        self = Int(try field.integer(expected: "an int8", atMost: 8))
    }
}

/// A value that goes both ways.
public typealias PostgresCodable = PostgresEncodable & PostgresDecodable
