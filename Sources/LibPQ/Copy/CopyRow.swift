/// One row being written to binary COPY: a value for each column, in order.
public struct CopyRow: Sendable {
    @usableFromInline var writer = ByteWriter()
    @usableFromInline var fieldCount: Int16 = 0

    init() {}

    /// Appends the value of the next column. Its type must be exactly the column's: COPY converts nothing.
    @inlinable public mutating func append<Value: PostgresEncodable>(_ value: Value) {
        writer.appendField(value)
        fieldCount += 1
    }

    /// Appends NULL for each of the next columns.
    @inlinable public mutating func appendNulls(_ count: Int) {
        for _ in 0..<count { writer.append(Int32(-1)) }
        fieldCount += Int16(count)
    }

    /// Appends the value of the next column by its binary form.
    @inlinable public mutating func append(encoded bytes: UnsafeRawBufferPointer) {
        writer.append(Int32(truncatingIfNeeded: bytes.count))
        writer.append(bytes: bytes)
        fieldCount += 1
    }

    mutating func begin() -> Int {
        fieldCount = 0
        writer.append(Int16(0))
        return writer.count - 2
    }

    mutating func end(at start: Int) {
        writer.overwrite(fieldCount, at: start)
    }
}
