import Interchange

/// Reads a CSV file with a header, row by row, in memory that does not grow with it.
enum TableReader {
    /// Calls `body` with each row below the header.
    /// - Parameter columns: the columns that are wanted, each of which the header must have.
    /// - Throws: ``SampleError``, `CSVError` or `ArchiveError` about the file, and what `body` throws.
    static func read(_ path: String, columns: [String], _ body: (TableRow) throws -> Void) throws {
        let source = try FileByteSource(path: path)
        var parser = CSVParser()
        var places: [Int]?
        func take(_ record: CSVRecord) throws {
            if let places {
                guard record.count > (places.max() ?? 0) else {
                    throw SampleError(file: path, "line \(record.line) has too few fields; is the file whole?")
                }
                try body(TableRow(file: path, record: record, columns: columns, places: places))
            } else {
                places = try columns.map { column in
                    guard let place = record.fields.firstIndex(of: column) else {
                        throw SampleError(file: path, "has no column \(column); is it the file that is meant?")
                    }
                    return place
                }
            }
        }
        do {
            try source.forEachPiece { try parser.parse($0, take) }
            try parser.finish(take)
        } catch let error as CSVError {
            throw SampleError(file: path, "\(error)")
        }
        if places == nil { throw SampleError(file: path, "is empty") }
    }
}
