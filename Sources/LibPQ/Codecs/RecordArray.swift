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
    /// The records, as the array holds them.
    private var records = CopyRow()
    /// How many records there are.
    public private(set) var count = 0

    /// No records yet.
    /// - Parameters:
    ///   - type: the number of the composite type in this database.
    ///   - fields: the numbers of the types of its fields, in order.
    ///   - capacity: bytes to make room for.
    public init(type: UInt32 = 0, fields: [UInt32], capacity: Int = 0) {
        self.type = type
        records.types = fields
        records.writer.reserveCapacity(capacity)
    }

    /// Whether there is no record.
    public var isEmpty: Bool { count == 0 }

    /// How many bytes the records are.
    public var size: Int { records.writer.count }

    /// Appends a record from fields one after another, each as ``ByteWriter/appendField(_:)`` writes it.
    public mutating func append(fields: UnsafeRawBufferPointer) {
        let types = records.types
        records.writer.append(Int32(truncatingIfNeeded: 4 + 4 * types.count + fields.count))
        records.writer.append(Int32(truncatingIfNeeded: types.count))
        var offset = 0
        for type in types {
            let length = Int32(bigEndian: fields.loadUnaligned(fromByteOffset: offset, as: Int32.self))
            let end = offset + 4 + Int(max(0, length))
            records.writer.append(type)
            records.writer.append(bytes: UnsafeRawBufferPointer(rebasing: fields[offset..<end]))
            offset = end
        }
        count += 1
    }

    /// Appends a record; the body appends the values of its fields, in the order of the type.
    public mutating func append(_ body: (inout CopyRow) -> Void) {
        let start = records.writer.count
        records.writer.append(Int32(0))
        records.writer.append(Int32(truncatingIfNeeded: records.types.count))
        records.fieldCount = 0
        body(&records)
        precondition(
            Int(records.fieldCount) == records.types.count, "a record of another number of fields than its type")
        records.writer.overwrite(Int32(truncatingIfNeeded: records.writer.count - start - 4), at: start)
        count += 1
    }

    /// Appends what another array of the same type holds.
    public mutating func append(_ other: RecordArray) {
        records.writer.append(other.records.writer)
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
        buffer.append(records.writer)
    }
}
