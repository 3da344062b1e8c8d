/// One field of a result while it is being decoded: its type and its bytes, which belong to the result.
///
/// It cannot be copied, so that the bytes are not kept beyond the call they are lent to.
public struct Field: ~Copyable {
    /// The number of the type in `pg_type`; 0 where the server does not say (COPY).
    public let type: UInt32
    /// The content in binary form; nil for NULL. Valid only during the call this field is lent to.
    public let bytes: UnsafeRawBufferPointer?

    @usableFromInline init(type: UInt32, bytes: UnsafeRawBufferPointer?) {
        self.type = type
        self.bytes = bytes
    }

    /// Whether the field is NULL.
    @inlinable public var isNull: Bool { bytes == nil }

    /// The content.
    /// - Throws: `PostgresError` of kind `.decoding` when it is NULL.
    @inlinable public func content(expected: StaticString) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard let bytes else { throw mismatch(expected: expected) }
        return bytes
    }

    /// The error that says what was expected and what is here.
    public func mismatch(expected: StaticString) -> PostgresError {
        guard let bytes else { return .decoding("\(expected) was expected, but the value is NULL.") }
        let type = type == 0 ? "a field of COPY" : PostgresType.name(oid: type)
        return .decoding("\(expected) was expected, but the value is \(type), \(bytes.count) bytes long.")
    }

    /// An integer of exactly this width, when the type is one of `types` or unknown.
    @inlinable func fixed<Integer: FixedWidthInteger>(
        _: Integer.Type, of expected: StaticString, types: UInt32...
    ) throws(PostgresError) -> Integer {
        guard let bytes, bytes.count == MemoryLayout<Integer>.size, type == 0 || types.contains(type) else {
            throw mismatch(expected: expected)
        }
        return Integer(bigEndian: bytes.loadUnaligned(as: Integer.self))
    }

    /// An int2, int4, int8 or oid, widened to 64 bits.
    @usableFromInline func integer(expected: StaticString, atMost width: Int) throws(PostgresError) -> Int64 {
        guard let bytes, bytes.count <= width else { throw mismatch(expected: expected) }
        switch (type, bytes.count) {
        case (20, 8), (0, 8): return Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        case (23, 4), (0, 4): return Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case (21, 2), (0, 2): return Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        case (26, 4) where width == 8: return Int64(UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))
        default: throw mismatch(expected: expected)
        }
    }
}
