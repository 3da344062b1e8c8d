/// The columns of a row one after another: where rows are wide and many, looking each column up by its name takes longer
/// than reading it.
///
/// ```swift
/// var columns = row.columns()
/// let (id, name) = (try columns.next(as: Int64.self), try columns.next(as: String?.self))
/// ```
public struct RowCursor: Sendable {
    private let row: Row
    private var column: Int

    init(row: Row, column: Int) {
        self.row = row
        self.column = column
    }

    /// The value of the next column.
    /// - Throws: `PostgresError` of kind `.decoding`, which names the column, the type found and the type wanted.
    public mutating func next<Value: PostgresDecodable>(as type: Value.Type = Value.self) throws(PostgresError) -> Value
    {
        defer { column += 1 }
        return try row[column, as: type]
    }

    /// Passes over columns.
    public mutating func skip(_ count: Int) { column += count }
}

extension Row {
    /// The columns from one on, by its position from 0.
    public func columns(from column: Int = 0) -> RowCursor { RowCursor(row: self, column: column) }
}
