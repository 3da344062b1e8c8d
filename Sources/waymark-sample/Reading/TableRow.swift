import Interchange

/// A row of a table: the wanted columns, numbered as they were asked for.
struct TableRow {
    let file: String
    let record: CSVRecord
    let columns: [String]
    let places: [Int]

    /// The text in a column.
    subscript(_ column: Int) -> String { record[places[column]] }

    /// The text in a column, which must not be empty.
    func text(_ column: Int) throws -> String {
        let text = self[column]
        guard !text.isEmpty else { throw problem(column, "must not be empty") }
        return text
    }

    /// The whole number in a column.
    func number(_ column: Int) throws -> Int {
        guard let number = Int(self[column]) else {
            throw problem(column, "must be a whole number, not '\(self[column])'")
        }
        return number
    }

    /// What is wrong with a column of this row.
    func problem(_ column: Int, _ what: String) -> SampleError {
        SampleError(file: file, line: record.line, column: columns[column], what)
    }
}
