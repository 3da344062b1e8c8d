public import EventLog
public import LearningRecord
import LibPQ
import ReferenceData

/// Reads a learner's continuum in the words of the frameworks, with what comes next: in the framework's order, never in
/// one of strength, and never against anybody else.
public struct ContinuumReader: Sendable {
    /// The log of the district.
    public let log: EventLog

    /// A reader for a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// The rows of a learner's continuum.
    /// - Throws: `EventLogError`.
    public func rows(of learner: LearnerID, asOf time: PointInTime = .now) async throws -> [ContinuumRow] {
        let reader = RowReader<Continuum>(log: log)
        if let position = try await RowReader<Continuum>.position(time, of: learner, in: log) {
            return try await reader.replayed(learner, upTo: position)
        }
        return try await reader.stored(learner, in: ContinuumRow.table) { try ContinuumRow($0) }
    }

    /// A learner's continuum in words.
    /// - Throws: `EventLogError`.
    public func continuum(of learner: LearnerID, asOf time: PointInTime = .now) async throws -> LearnerContinuum {
        let rows = try await rows(of: learner, asOf: time)
        let tenant = log.district.tenant
        let cited = Set(rows.compactMap { $0.demonstrated?.cited })
        let words = try await log.run { session in
            try FrameworkWords(session, tenant: tenant, competencies: rows.map(\.competency), citing: cited)
        }
        return LearnerContinuum(learner: learner, rows: rows, words: words)
    }
}

extension ContinuumRow.Demonstrated {
    /// The version of the framework that the decision cites.
    var cited: FrameworkWords.Version? {
        guard let framework, let frameworkVersion else { return nil }
        return FrameworkWords.Version(framework: framework, version: frameworkVersion)
    }
}
