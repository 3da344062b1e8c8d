/// One row of a result.
///
/// ```swift
/// let name = try row["name", as: String?.self]
/// ```
public struct Row: Sendable {
    let result: ResultBox
    let index: Int

    /// The value of a column by its position from 0.
    /// - Throws: `PostgresError` of kind `.decoding`, which names the column, the type found and the type wanted.
    public subscript<Value: PostgresDecodable>(column: Int, as type: Value.Type) -> Value {
        get throws(PostgresError) {
            guard (0..<result.columnCount).contains(column) else {
                throw .decoding("There is no column \(column): the result has \(result.columnCount).")
            }
            do {
                return try result.withField(row: index, column: column) { field throws(PostgresError) in
                    try Value(postgres: field)
                }
            } catch {
                throw error.with(column: result.columnName(column))
            }
        }
    }

    /// The value of a column by its name.
    /// - Throws: `PostgresError` of kind `.decoding`, which names the column, the type found and the type wanted.
    public subscript<Value: PostgresDecodable>(name: String, as type: Value.Type) -> Value {
        get throws(PostgresError) {
            guard let column = result.column(named: name) else {
                throw PostgresError.decoding("The result has no such column.").with(column: name)
            }
            return try self[column, as: type]
        }
    }
}
