import Interchange

extension Table {
    /// The table as CSV (RFC 4180), the columns' names first.
    var csv: String {
        var bytes: [UInt8] = []
        CSVWriter.append(columns.map(\.key), to: &bytes)
        for row in rows { CSVWriter.append(row.map(\.forCSV), to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
