import EventLog
public import LearningRecord
public import LibPQ

/// What a learner chose for the transcript.
public struct TranscriptChoices: Hashable, Sendable {
    /// The table of these rows: one row for a learner.
    public static let table = ProjectionTable(
        name: "transcript_choices", key: .position, keyColumn: "prepared",
        columns: ["prepared_at", "highlights", "explained_by"])

    /// The position of the event in which the learner chose; the statement stands in its words.
    public var prepared: Int64
    /// When the learner chose.
    public var preparedAt: Instant
    /// The positions of the pieces of evidence to show first, in the learner's order; those that do not count any more
    /// are left out.
    public var highlights: [Int64]
    /// The positions of the events that make this row.
    public var explainedBy: [Int64]

    init(_ choices: Transcript.Choices, evidence: IdentifierMap<EventSubject, Transcript.Shown>) {
        prepared = choices.moment.position
        preparedAt = choices.moment.at
        highlights = choices.highlights.compactMap { evidence[$0]?.moment.position }
        explainedBy = Set([prepared] + highlights).sorted()
    }
}

extension TranscriptChoices {
    func write(to row: inout CopyRow) {
        row.append(preparedAt)
        row.append(highlights)
        row.append(explainedBy)
    }

    /// Reads a row of the table.
    public init(_ row: Row) throws(PostgresError) {
        prepared = try row["prepared", as: Int64.self]
        preparedAt = try row["prepared_at", as: Instant.self]
        highlights = try row["highlights", as: [Int64].self]
        explainedBy = try row["explained_by", as: [Int64].self]
    }
}
