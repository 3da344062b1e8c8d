/// One row being written to binary COPY, or as a record of an array: a value for each column, in order.
public struct CopyRow: Sendable {
    /// In a record, the numbers of the types of its fields, each of which stands before its field. None in COPY.
    @usableFromInline var types: [UInt32] = []
    @usableFromInline var writer = ByteWriter()
    @usableFromInline var fieldCount: Int16 = 0

    init() {}

    /// Appends the value of the next column. Its type must be exactly the column's: COPY converts nothing.
    @inlinable public mutating func append<Value: PostgresEncodable>(_ value: Value) {
        beginField()
        writer.appendField(value)
    }

    /// Appends NULL for each of the next columns.
    @inlinable public mutating func appendNulls(_ count: Int) {
        for _ in 0..<count {
            beginField()
            writer.append(Int32(-1))
        }
    }

    /// Appends the value of the next column by its binary form.
    @inlinable public mutating func append(encoded bytes: UnsafeRawBufferPointer) {
        beginField()
        writer.append(Int32(truncatingIfNeeded: bytes.count))
        writer.append(bytes: bytes)
    }

    @inlinable mutating func beginField() {
        if !types.isEmpty { writer.append(types[Int(fieldCount)]) }
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
