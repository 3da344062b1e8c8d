/// Something in a roster's files that keeps them from being imported.
public struct RosterProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public let file: String
    /// The line, from 1; `nil` when the whole file is meant.
    public let line: Int?
    /// The column's name.
    public let column: String?
    /// The value that stands there: a date, a choice or an id, never a name.
    public let value: String?
    /// What is wrong and what would be right.
    public let message: String

    /// What is wrong, where and what to do.
    public var description: String {
        var text = file
        if let line { text += ", line \(line)" }
        if let column { text += ", column \(column)" }
        if let value { text += ", value \"\(value)\"" }
        return "\(text): \(message)"
    }
}

/// The problems of an import: all are counted, the first ones kept.
final class RosterProblems {
    private(set) var first: [RosterProblem] = []
    private(set) var count = 0
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    func add(
        file: String, line: Int? = nil, column: String? = nil, value: String? = nil, _ message: String
    ) {
        count += 1
        guard first.count < limit else { return }
        let shown = value.map { $0.count > 60 ? $0.prefix(60) + "…" : $0 }
        first.append(RosterProblem(file: file, line: line, column: column, value: shown, message: message))
    }

    /// Refuses the import when there is a problem.
    func check() throws(RosterImportError) {
        if count > 0 { throw .problems(first, count: count) }
    }
}
