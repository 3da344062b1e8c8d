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

    /// The columns that ``init(from:)`` reads, in order, of a table or what stands for it in a statement.
    public static func columns(of table: SQL) -> SQL {
        Self.table.columns.reduce("\(sql: table).\(identifier: Self.table.keyColumn)") {
            "\(sql: $0), \(sql: table).\(identifier: $1)"
        }
    }

    /// Reads the key and the columns after it, in the order in which they are written.
    public init(from row: inout RowCursor) throws(PostgresError) {
        competency = try row.next()
        let first = try Demonstrated.First(from: &row)
        let (edgeAt, edgeLevel) = (try row.next(as: Instant?.self), try row.next(as: Level?.self))
        edge = edgeAt.map { Mark(level: edgeLevel, at: $0) }
        let (reviewSince, reviewLevel) = (try row.next(as: Instant?.self), try row.next(as: Level?.self))
        review = reviewSince.map { Mark(level: reviewLevel, at: $0) }
        let (goalLevel, goalAt) = (try row.next(as: Level?.self), try row.next(as: Instant?.self))
        goal = goalAt.map { Mark(level: goalLevel, at: $0) }
        let (selfLevel, selfAt) = (try row.next(as: Level?.self), try row.next(as: Instant?.self))
        selfView = selfAt.map { Mark(level: selfLevel, at: $0) }
        explainedBy = try row.next()
        demonstrated = try Demonstrated(first, from: &row)
        reviewEvidence = try row.next()
        pieces = try row.next(as: PackedPieces.self).pieces
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

    /// What ``writeFirst(to:)`` wrote, where something is demonstrated.
    fileprivate struct First {
        let framework: FrameworkID?
        let frameworkVersion: Int64?
        let criterion: CriterionID?
        let level: Level
        let at: Instant
        let role: Role
        let decision: Int64
        let evidence: [Int64]
        let learnerVoice: Mastery.Voice
        let familyVoice: Mastery.Voice
        let secondReadingBlind: Bool?

        init?(from row: inout RowCursor) throws(PostgresError) {
            framework = try row.next()
            frameworkVersion = try row.next()
            criterion = try row.next()
            guard let level = try row.next(as: Level?.self) else {
                row.skip(7)
                return nil
            }
            self.level = level
            at = try row.next()
            role = try row.next(as: ChoiceName.self).value
            decision = try row.next()
            evidence = try row.next()
            learnerVoice = try row.next(as: ChoiceName.self).value
            familyVoice = try row.next(as: ChoiceName.self).value
            secondReadingBlind = try row.next()
        }
    }

    /// Adds what ``writeLast(to:)`` wrote.
    fileprivate init?(_ first: First?, from row: inout RowCursor) throws(PostgresError) {
        guard let first else {
            row.skip(6)
            return nil
        }
        level = first.level
        at = first.at
        decider = Assertion(person: try row.next(), role: first.role)
        decidedAt = try row.next()
        policy = try row.next(as: String?.self).flatMap { Label($0) }
        noticeGiven = try row.next()
        secondReading = try row.next()
        secondReadingLevel = try row.next()
        decision = first.decision
        framework = first.framework
        frameworkVersion = first.frameworkVersion
        criterion = first.criterion
        evidence = first.evidence
        learnerVoice = first.learnerVoice
        familyVoice = first.familyVoice
        secondReadingBlind = first.secondReadingBlind
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
