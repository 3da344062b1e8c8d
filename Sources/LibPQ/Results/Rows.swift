/// The rows of a result, all of them in memory. For millions of rows use `copyRows` of `Session`.
public struct Rows: RandomAccessCollection, Sendable {
    private let result: ResultBox

    init(_ result: ResultBox) {
        self.result = result
    }

    /// 0.
    public var startIndex: Int { 0 }
    /// How many rows there are.
    public var endIndex: Int { result.rowCount }
    /// The row at a position from 0.
    public subscript(position: Int) -> Row {
        precondition(indices.contains(position), "row \(position) of \(count)")
        return Row(result: result, index: position)
    }

    /// The names of the columns, in order.
    public var columns: [String] { (0..<result.columnCount).map(result.columnName) }

    /// Rows the statement touched, for an `insert … returning` the rows it inserted.
    public var affectedRows: Int { result.affectedRows }

    /// The first column of the only row.
    /// - Throws: `PostgresError` of kind `.decoding` when there is not exactly one row, or it does not decode.
    public func single<Value: PostgresDecodable>(as type: Value.Type) throws(PostgresError) -> Value {
        guard count == 1 else { throw .decoding("Exactly one row was expected, but there are \(count).") }
        return try self[0][0, as: type]
    }

    /// The first column of every row.
    /// - Throws: `PostgresError` of kind `.decoding` when one does not decode.
    public func column<Value: PostgresDecodable>(
        _ index: Int = 0, as type: Value.Type
    ) throws(PostgresError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        for row in self { values.append(try row[index, as: type]) }
        return values
    }

    /// Lends every row as COPY would: its fields can be read in place, whatever their types are said to be.
    public func forEachBinary(_ body: (borrowing BinaryRow) throws -> Void) rethrows {
        var bytes: [UInt8] = []
        var layout: [BinaryRow.Slot] = []
        for row in 0..<count {
            bytes.removeAll(keepingCapacity: true)
            layout.removeAll(keepingCapacity: true)
            for column in 0..<result.columnCount {
                result.withRawField(row: row, column: column) { field in
                    let offset = Int32(truncatingIfNeeded: bytes.count)
                    layout.append(
                        .init(offset: offset, length: field.map { Int32(truncatingIfNeeded: $0.count) } ?? -1))
                    if let field { bytes.append(contentsOf: field) }
                }
            }
            try bytes.withUnsafeBytes { bytes in
                try layout.withUnsafeBufferPointer { try body(BinaryRow(bytes: bytes, layout: $0)) }
            }
        }
    }
}
