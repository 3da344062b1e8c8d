public import Foundation

extension Bool: PostgresCodable {
    /// `bool`.
    @inlinable public static var postgresType: PostgresType { .bool }
    /// One byte.
    @inlinable public func encode(into buffer: inout ByteWriter) { buffer.append(UInt8(self ? 1 : 0)) }
    /// Reads a `bool`.
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        self = try field.fixed(UInt8.self, of: "a bool", types: 16) != 0
    }
}

extension Double: PostgresCodable {
    /// `float8`.
    @inlinable public static var postgresType: PostgresType { .float8 }
    /// IEEE 754, eight bytes.
    @inlinable public func encode(into buffer: inout ByteWriter) { buffer.append(bitPattern) }
    /// Reads a `float8` or `float4`.
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        if field.type == 700 {
            self = Double(Float(bitPattern: try field.fixed(UInt32.self, of: "a float4", types: 700)))
        } else {
            self = Double(bitPattern: try field.fixed(UInt64.self, of: "a float8", types: 701))
        }
    }
}

extension String: PostgresCodable {
    /// `text`.
    @inlinable public static var postgresType: PostgresType { .text }
    /// UTF-8.
    @inlinable public func encode(into buffer: inout ByteWriter) { buffer.append(utf8: self) }
    /// Reads `text`, `varchar`, `char(n)`, `name`, `"char"`, `json`, `xml`, an unknown literal, or a type made by the
    /// user (an enumeration's binary form is its label).
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        let content = try field.content(expected: "a text").assumingMemoryBound(to: UInt8.self)
        guard Self.isText(field.type), let valid = try? UTF8Span(validating: content.span) else {
            throw field.mismatch(expected: "a text")
        }
        self = String(copying: valid)
    }

    /// Types made by users have numbers from 16384 on (`FirstNormalObjectId`).
    @usableFromInline static func isText(_ type: UInt32) -> Bool {
        switch type {
        case 0, 18, 19, 25, 114, 142, 705, 1042, 1043, 16384...: true
        default: false
        }
    }
}

extension UInt8: PostgresCodable {
    /// `int2`, the smallest integer that holds every byte. A list of them is `bytea`.
    @inlinable public static var postgresType: PostgresType { .int2 }
    /// `bytea`.
    @inlinable public static var postgresListType: PostgresType { .bytea }
    /// An `int2`.
    @inlinable public func encode(into buffer: inout ByteWriter) { buffer.append(Int16(self)) }
    /// The bytes of a `bytea`.
    @inlinable public static func encode(list: [UInt8], into buffer: inout ByteWriter) { buffer.append(bytes: list) }
    /// Reads an `int2` from 0 to 255.
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        guard let value = UInt8(exactly: try field.integer(expected: "an int2", atMost: 2)) else {
            throw field.mismatch(expected: "an int2 from 0 to 255")
        }
        self = value
    }
    /// Reads a `bytea`.
    @inlinable public static func decodeList(postgres field: borrowing Field) throws(PostgresError) -> [UInt8] {
        guard field.type == 0 || field.type == 17 else { throw field.mismatch(expected: "a bytea") }
        return Array(try field.content(expected: "a bytea"))
    }
}

extension UUID: PostgresCodable {
    /// `uuid`.
    @inlinable public static var postgresType: PostgresType { .uuid }
    /// Sixteen bytes.
    @inlinable public func encode(into buffer: inout ByteWriter) {
        withUnsafeBytes(of: uuid) { buffer.append(bytes: $0) }
    }
    /// Reads a `uuid`.
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        guard let bytes = field.bytes, bytes.count == 16, field.type == 0 || field.type == 2950 else {
            throw field.mismatch(expected: "a uuid")
        }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}
