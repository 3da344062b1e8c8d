import LearningRecord

/// What access equity answers: counts by school, window and group, each as far as it may be shown.
public struct EquityAnswer: Sendable {
    /// The counts of one group, or of two that are crossed, at a school in a window.
    public struct Entry: Sendable {
        /// The counts, and which of them are not to be shown.
        public let line: AccessRelease.Line
        /// In which days.
        public let window: AccessWindow
        /// The dimension of the group.
        public let dimension: String
        /// The dimension with which it is crossed.
        public let crossed: String?
        /// The school's name.
        public let school: String?
    }

    private var entries: [Entry] = []

    /// Nothing yet.
    init() {}

    /// Whether there is nothing.
    public var isEmpty: Bool { entries.isEmpty }
    /// Whether anything is not shown, so that it tells of nobody.
    public var hides: Bool { entries.contains { !$0.line.hidden.isEmpty } }
    /// Whether two dimensions are crossed.
    public var isCrossed: Bool { entries.contains { $0.crossed != nil } }

    mutating func add(
        _ lines: [AccessRelease.Line], window: AccessWindow, dimension: String, crossed: String?,
        schools: [SchoolID: String]
    ) {
        entries += lines.map { line in
            Entry(
                line: line, window: window, dimension: dimension, crossed: crossed, school: schools[line.counts.school])
        }
    }

    /// The entries in the order of names, never of counts.
    public var ordered: [Entry] {
        let keyed = entries.map { entry in
            (
                key: [
                    entry.school ?? "", "\(entry.line.counts.school)", entry.window.title, "\(entry.window.from)",
                    entry.dimension, entry.line.counts.group, entry.line.counts.other ?? "",
                ], entry: entry
            )
        }
        return keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.entry)
    }
}
