/// Reads a CSV file of a bundle from start to end. An error in its text becomes a problem of the import.
enum CSVFile {
    /// Calls `body` with every record; answers the bytes read.
    static func read(
        _ source: any ByteSource, file: String, problems: RosterProblems, limits: CSVLimits = CSVLimits(),
        _ body: (CSVRecord) throws -> Void
    ) throws {
        var parser = CSVParser(limits: limits)
        do {
            try source.forEachPiece { try parser.parse($0, body) }
            try parser.finish(body)
        } catch let error as CSVError {
            problems.add(file: file, line: error.line, column: "\(error.column)", error.message)
        }
    }
}
