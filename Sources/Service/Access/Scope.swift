/// What a service token may do. A token has no relationship to anybody: what it may, it may in its whole district.
public enum Scope: String, CaseIterable, Hashable, Sendable, Comparable {
    /// Append learning events.
    case appendEvents = "events:append"
    /// Read the log and follow it.
    case readEvents = "events:read"
    /// Read continua, evidence and what explains them.
    case readRecords = "records:read"
    /// Preview transcripts.
    case readTranscripts = "transcripts:read"
    /// Read numbers of groups, with small ones left out.
    case readEquity = "equity:read"
    /// Read frameworks.
    case readFrameworks = "frameworks:read"
    /// Bring rosters, frameworks and files of events in, and see what became of them.
    case importData = "imports:write"
    /// See how far tables are behind the log.
    case readStatus = "status:read"

    /// In the order of their names.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
