public import EventLog
public import LearningRecord
import LibPQ

/// Goes from a cell of a projection to the events behind it.
public struct Explain: Sendable {
    /// The log of the district.
    public let log: EventLog

    /// Explanations in a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// The events behind a cell, the corrections that touched it, and why what does not count does not.
    /// - Parameters:
    ///   - time: as of when, where the cell is one of a learner's continuum: that row as it stood, by the events of then.
    ///     Other cells are explained as they are now.
    ///   - limit: learners to show, at the most, where the cell speaks of many.
    /// - Throws: `EventLogError`.
    public func cell(
        _ cell: ExplainedCell, asOf time: PointInTime = .now, limit: Int = 20
    ) async throws -> Explanation {
        switch cell {
        case .continuum(let learner, let competency):
            let rows = try await ContinuumReader(log: log).rows(of: learner, asOf: time)
            let row = rows.first { $0.competency == competency }
            return try await explanation(learner, competency, behind: row?.explainedBy, asOf: time)
        case .transcript(let learner, let competency):
            let rows = try await TranscriptReader(log: log).rows(of: learner)
            let line = rows.compactMap { if case .line(let line) = $0 { line } else { nil } }
                .first { $0.competency == competency }
            return try await explanation(learner, competency, behind: line?.explainedBy)
        case .access(let access):
            return try await explanation(access, limit: limit)
        }
    }

    /// The learners whom a count of access counts, without what is behind each: in no order that means anything.
    /// - Parameter limit: how many, at the most.
    /// - Throws: `EventLogError`.
    public func learners(of access: ExplainedCell.Access, limit: Int) async throws -> [LearnerID] {
        try await counted(access, limit: limit).map(\.learner)
    }

    private func counted(_ access: ExplainedCell.Access, limit: Int) async throws -> [Counted] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(AccessLearners.statement(access, tenant: tenant, limit: limit)).map { row in
                Counted(
                    learner: try row["learner", as: LearnerID.self], ids: try row["ids", as: [LearnerID].self],
                    positions: try row["positions", as: [Int64].self], total: try row["total", as: Int64.self])
            }
        }
    }

    private func explanation(
        _ learner: LearnerID, _ competency: CompetencyID, behind positions: [Int64]?,
        asOf time: PointInTime = .now
    ) async throws -> Explanation {
        let known = try await time.position(in: log)
        let history = try await IdentityReader(log: log).history(of: learner, upTo: known ?? .max)
        let part = Explanation.Learner(learner, history: history, behind: Set(positions ?? [])) { recorded in
            // What had not happened by then could not have counted, corrected or not.
            time.happened.map { recorded.event.occurredAt <= $0 } ?? true
                && recorded.event.facts.competencies.contains(competency)
        }
        return Explanation(learners: [part], learnerCount: positions == nil ? 0 : 1)
    }

    private func explanation(_ access: ExplainedCell.Access, limit: Int) async throws -> Explanation {
        let counted = try await counted(access, limit: limit)
        let histories = try await log.read(learners: counted.flatMap(\.ids))
        let learners = counted.map { counted in
            Explanation.Learner(
                counted.learner,
                history: counted.ids.flatMap { histories[$0] ?? [] }.sorted { $0.position < $1.position },
                behind: Set(counted.positions)
            ) { recorded in
                AccessEquity.kinds.contains(recorded.event.kind)
                    && (recorded.event.school == nil || recorded.event.school == access.school)
            }
        }
        return Explanation(learners: learners, learnerCount: counted.first?.total ?? 0)
    }

    private struct Counted: Sendable {
        let learner: LearnerID
        let ids: [LearnerID]
        let positions: [Int64]
        let total: Int64
    }
}

extension Facts {
    /// The competencies that an event speaks of.
    var competencies: Set<CompetencyID> {
        switch self {
        case .attempt(let facts): Set(facts.competencies)
        case .evidence(let facts): Set(facts.claims.map(\.competency))
        case .mastery(let facts): [facts.competency]
        case .masteryRevised(let facts): [facts.competency]
        case .goalSet(let facts): [facts.competency]
        case .selfAssessed(let facts): [facts.competency]
        case .voiceHeard(let facts): [facts.competency]
        case .enrichmentOffered(let facts): Set([facts.competency].compactMap(\.self))
        case .supportRequested(let facts): Set([facts.competency].compactMap(\.self))
        case .supportProvided(let facts): Set([facts.competency].compactMap(\.self))
        default: []
        }
    }
}
