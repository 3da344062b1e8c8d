import EventLog
import LearningRecord
public import LibPQ

extension ContinuumRow {
    /// Writes the columns after the key, in the order of the table.
    public func write(to row: inout CopyRow) {
        if let demonstrated { demonstrated.writeFirst(to: &row) } else { row.appendNulls(11) }
        row.append(edge?.at)
        row.append(edge?.level)
        row.append(review?.at)
        row.append(review?.level)
        row.append(goal?.level)
        row.append(goal?.at)
        row.append(selfView?.level)
        row.append(selfView?.at)
        row.append(explainedBy)
        if let demonstrated { demonstrated.writeLast(to: &row) } else { row.appendNulls(6) }
        row.append(reviewEvidence)
        row.append(pieces.packed)
    }

    /// Reads a row of the table.
    public init(_ row: Row) throws(PostgresError) {
        competency = try row["competency", as: CompetencyID.self]
        demonstrated = try Demonstrated(row)
        edge = try Mark(row, level: "edge_level", at: "edge_at")
        review = try Mark(row, level: "review_level", at: "review_since")
        goal = try Mark(row, level: "goal_level", at: "goal_at")
        selfView = try Mark(row, level: "self_level", at: "self_at")
        reviewEvidence = try row["review_evidence", as: [Int64].self]
        pieces = try row["pieces", as: PackedPieces.self].pieces
        explainedBy = try row["explained_by", as: [Int64].self]
    }
}

extension ContinuumRow.Mark {
    fileprivate init?(_ row: Row, level: String, at: String) throws(PostgresError) {
        guard let moment = try row[at, as: Instant?.self] else { return nil }
        self.init(level: try row[level, as: Level?.self], at: moment)
    }
}

extension ContinuumRow.Demonstrated {
    /// The columns from `framework` to `second_reading_blind`.
    fileprivate func writeFirst(to row: inout CopyRow) {
        row.append(framework)
        row.append(frameworkVersion.map { Int32(clamping: $0) })
        row.append(criterion)
        row.append(level)
        row.append(at)
        row.append(decider.role.rawValue)
        row.append(decision)
        row.append(evidence)
        row.append(learnerVoice.rawValue)
        row.append(familyVoice.rawValue)
        row.append(secondReadingBlind)
    }

    /// The columns from `decided_by` to `second_reading_level`.
    fileprivate func writeLast(to row: inout CopyRow) {
        row.append(decider.person)
        row.append(decidedAt)
        row.append(policy?.text)
        row.append(noticeGiven)
        row.append(secondReading)
        row.append(secondReadingLevel)
    }

    fileprivate init?(_ row: Row) throws(PostgresError) {
        guard let level = try row["level", as: Level?.self] else { return nil }
        self.level = level
        at = try row["demonstrated_at", as: Instant.self]
        decider = Assertion(
            person: try row["decided_by", as: PersonID?.self], role: try row.choice("decided_by_role"))
        decidedAt = try row["decided_at", as: Instant.self]
        policy = try row["policy", as: String?.self].flatMap { Label($0) }
        noticeGiven = try row["notice_given", as: Bool?.self]
        secondReading = try row["second_reading", as: Int64?.self]
        secondReadingLevel = try row["second_reading_level", as: Level?.self]
        decision = try row["decision", as: Int64.self]
        framework = try row["framework", as: FrameworkID?.self]
        frameworkVersion = try row["framework_version", as: Int64?.self]
        criterion = try row["criterion", as: CriterionID?.self]
        evidence = try row["evidence", as: [Int64].self]
        learnerVoice = try row.choice("learner_voice")
        familyVoice = try row.choice("family_voice")
        secondReadingBlind = try row["second_reading_blind", as: Bool?.self]
    }
}

/// The pieces of evidence of a row, as the table holds them.
private struct PackedPieces: PostgresDecodable {
    let pieces: [EvidencePiece]

    init(postgres field: borrowing Field) throws(PostgresError) {
        let bytes = try [UInt8](postgres: field)
        do throws(StateError) {
            pieces = try [EvidencePiece](packed: bytes)
        } catch {
            throw field.mismatch(expected: "pieces of evidence that this version of Waymark knows")
        }
    }
}
