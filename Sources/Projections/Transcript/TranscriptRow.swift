import LearningRecord
public import LibPQ

/// A row of one of the transcript's tables.
public enum TranscriptRow: ProjectionRow, Hashable {
    case line(TranscriptLine)
    case choices(TranscriptChoices)
    case issue(TranscriptIssue)

    public var table: Int {
        switch self {
        case .line: 0
        case .choices: 1
        case .issue: 2
        }
    }

    public var key: RowKey {
        switch self {
        case .line(let line): .id(line.competency.uuid)
        case .choices(let choices): .position(choices.prepared)
        case .issue(let issue): .position(issue.issued)
        }
    }

    public func write(to row: inout CopyRow) {
        switch self {
        case .line(let line): line.write(to: &row)
        case .choices(let choices): choices.write(to: &row)
        case .issue(let issue): issue.write(to: &row)
        }
    }
}
