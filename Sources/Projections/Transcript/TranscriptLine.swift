import EventLog
public import LearningRecord
public import LibPQ

/// A competency that a learner has demonstrated, as a transcript shows it.
public struct TranscriptLine: Hashable, Sendable {
    /// The table of these rows.
    public static let table = ProjectionTable(
        name: "transcript_line", key: .id, keyColumn: "competency",
        columns: [
            "framework", "framework_version", "criterion", "level", "decided_at", "decision", "contexts",
            "second_reading_blind", "explained_by",
        ])

    /// What was demonstrated.
    public var competency: CompetencyID
    /// The framework that the decision cites; `nil` for a revision of a decision that does not count any more.
    public var framework: FrameworkID?
    /// The version of the framework that the decision cites.
    public var frameworkVersion: Int64?
    /// The rubric's criterion that was applied.
    public var criterion: CriterionID?
    /// The level: shown by its name only.
    public var level: Level
    /// When it was decided that this level is demonstrated.
    public var decidedAt: Instant
    /// The position of the decision that is cited.
    public var decision: Int64
    /// The contexts of the evidence cited: each once, in the order of the alphabet.
    public var contexts: [String]
    /// Whether the second reader had not seen the first reading; `nil` when there was no second reading.
    public var secondReadingBlind: Bool?
    /// The positions of the events that make this line.
    public var explainedBy: [Int64]

    /// - Returns: `nil` when there is no decision.
    init?(competency: CompetencyID, decisions: [Decision], evidence: IdentifierMap<EventSubject, Transcript.Shown>) {
        guard let standing = Standing(decisions) else { return nil }
        let cited = (standing.grounds?.evidence ?? []).compactMap { evidence[$0] }
        self.competency = competency
        framework = standing.grounds?.framework
        frameworkVersion = standing.grounds?.frameworkVersion
        criterion = standing.grounds?.criterion
        level = standing.level
        decidedAt = standing.since.at
        decision = standing.decision.moment.position
        contexts = Set(cited.compactMap(\.context)).sorted()
        secondReadingBlind = standing.decision.grounds?.secondReadingBlind
        let (first, root, last) = standing.chain
        explainedBy = Set([first, root, last] + cited.map(\.moment.position)).sorted()
    }
}

extension TranscriptLine {
    func write(to row: inout CopyRow) {
        row.append(framework)
        row.append(frameworkVersion.map { Int32(clamping: $0) })
        row.append(criterion)
        row.append(level)
        row.append(decidedAt)
        row.append(decision)
        row.append(contexts)
        row.append(secondReadingBlind)
        row.append(explainedBy)
    }

    /// Reads a row of the table.
    public init(_ row: Row) throws(PostgresError) {
        competency = try row["competency", as: CompetencyID.self]
        framework = try row["framework", as: FrameworkID?.self]
        frameworkVersion = try row["framework_version", as: Int64?.self]
        criterion = try row["criterion", as: CriterionID?.self]
        level = try row["level", as: Level.self]
        decidedAt = try row["decided_at", as: Instant.self]
        decision = try row["decision", as: Int64.self]
        contexts = try row["contexts", as: [String].self]
        secondReadingBlind = try row["second_reading_blind", as: Bool?.self]
        explainedBy = try row["explained_by", as: [Int64].self]
    }
}
