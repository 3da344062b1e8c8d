import LearningRecord
public import LibPQ

/// A row of one of the transcript's tables.
public enum TranscriptRow: ProjectionRow, Hashable {
    case line(TranscriptLine)
    case choices(TranscriptChoices)
    case issue(TranscriptIssue)

    /// The place of the row's table among the projection's.
    public var table: Int {
        switch self {
        case .line: 0
        case .choices: 1
        case .issue: 2
        }
    }

    /// What tells the row from the learner's others in its table.
    public var key: RowKey {
        switch self {
        case .line(let line): .id(line.competency.uuid)
        case .choices(let choices): .position(choices.prepared)
        case .issue(let issue): .position(issue.issued)
        }
    }

    /// Writes the columns after the key, in the order of the table.
    public func write(to row: inout CopyRow) {
        switch self {
        case .line(let line): line.write(to: &row)
        case .choices(let choices): choices.write(to: &row)
        case .issue(let issue): issue.write(to: &row)
        }
    }
}
