/// Why no sample can be made.
struct SampleError: Error, CustomStringConvertible {
    /// What was wrong and where.
    let description: String

    /// A value that cannot be used.
    init(file: String, line: Int, column: String, _ what: String) {
        description = "\(file), line \(line), column \(column): \(what)"
    }

    /// A file that cannot be used.
    init(file: String, _ what: String) {
        description = "\(file): \(what)"
    }
}
