/// Rows as one value: an array of a composite type, such as the type of a table's rows, in binary form
/// (`array_recv` and `record_recv` of PostgreSQL).
///
/// Its own type is left to the server to infer from a cast beside the parameter (`\(rows)::schema.type[]`), since the
/// number of a type that a migration made differs from one database to the next.
public struct RecordArray: PostgresEncodable {
    /// Unknown: see above.
    public static var postgresType: PostgresType { PostgresType(oid: 0, arrayOID: 0) }

    /// The number of the composite type in this database.
    public var type: UInt32
    private var records = ByteWriter()
    /// How many records there are.
    public private(set) var count = 0

    /// No records yet.
    /// - Parameters:
    ///   - type: the number of the composite type in this database.
    ///   - capacity: bytes to make room for.
    public init(type: UInt32 = 0, capacity: Int = 0) {
        self.type = type
        records.reserveCapacity(capacity)
    }

    /// Whether there is no record.
    public var isEmpty: Bool { count == 0 }

    /// How many bytes the records are.
    public var size: Int { records.count }

    /// Appends a record from fields one after another, each as ``ByteWriter/appendField(_:)`` writes it.
    /// - Parameter types: the number of each field's type, in order.
    public mutating func append(fields: UnsafeRawBufferPointer, types: [UInt32]) {
        records.append(Int32(truncatingIfNeeded: 4 + 4 * types.count + fields.count))
        records.append(Int32(truncatingIfNeeded: types.count))
        var offset = 0
        for type in types {
            let length = Int32(bigEndian: fields.loadUnaligned(fromByteOffset: offset, as: Int32.self))
            let end = offset + 4 + Int(max(0, length))
            records.append(type)
            records.append(bytes: UnsafeRawBufferPointer(rebasing: fields[offset..<end]))
            offset = end
        }
        count += 1
    }

    /// Appends a record from the values that a body appends in another order than the type's.
    /// - Parameter columns: for each field of the type the number of its own type, and the place of its value.
    public mutating func append(columns: [(type: UInt32, place: Int)], _ body: (inout CopyRow) -> Void) {
        var row = CopyRow()
        body(&row)
        row.writer.bytes.withUnsafeBytes { values in
            var offset = 0
            var ranges: [Range<Int>] = []
            while offset < values.count {
                let length = Int32(bigEndian: values.loadUnaligned(fromByteOffset: offset, as: Int32.self))
                let end = offset + 4 + Int(max(0, length))
                ranges.append(offset..<end)
                offset = end
            }
            records.append(Int32(truncatingIfNeeded: 4 + 4 * columns.count + values.count))
            records.append(Int32(truncatingIfNeeded: columns.count))
            for column in columns {
                records.append(column.type)
                records.append(bytes: UnsafeRawBufferPointer(rebasing: values[ranges[column.place]]))
            }
        }
        count += 1
    }

    /// Appends what another array of the same type holds.
    public mutating func append(_ other: RecordArray) {
        records.append(bytes: other.records.bytes)
        count += other.count
    }

    /// Appends the array: its dimensions, the type of its elements, and each record with its length.
    public func encode(into buffer: inout ByteWriter) {
        buffer.append(Int32(isEmpty ? 0 : 1))
        buffer.append(Int32(0))
        buffer.append(type)
        if isEmpty { return }
        buffer.append(Int32(truncatingIfNeeded: count))
        buffer.append(Int32(1))
        buffer.append(bytes: records.bytes)
    }
}
