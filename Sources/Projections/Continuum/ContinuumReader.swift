public import EventLog
public import LearningRecord
import LibPQ
import ReferenceData

/// Reads learners' continua in the words of the frameworks, with what waits for people and what comes next: in the
/// framework's order, never in one of strength, and never against anybody else.
public struct ContinuumReader: Sendable {
    /// The log of the district.
    public let log: EventLog

    /// A reader for a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// The rows of a learner's continuum.
    ///
    /// Now: as the projection has them. As of a time, by when it was known or by when it happened: read by index from
    /// ``ContinuumHistory``, or, where its rows do not hold all that the log has of this learner up to there, and where both
    /// are asked for at once, replayed from the learner's events. Both give the same rows.
    /// - Throws: `EventLogError`.
    public func rows(of learner: LearnerID, asOf time: PointInTime = .now) async throws -> [ContinuumRow] {
        let reader = RowReader<Continuum>(log: log)
        if time == .now, let rows = try await rowsAtOnce(of: learner) { return rows }
        let time = try await time.placed(in: log)
        if try await reader.hasSeveralIDs(learner, asOf: time) { return try await reader.replayed(learner, asOf: time) }
        if time == .now { return try await rows(of: [learner])[learner] ?? [] }
        if let rows = try await ContinuumHistoryReader(log: log).rows(of: learner, asOf: time) { return rows }
        return try await reader.replayed(learner, asOf: time)
    }

    /// A learner's continuum in words. Readiness is reckoned at that time, under the policy that was in force then.
    /// - Throws: `EventLogError`.
    public func continuum(of learner: LearnerID, asOf time: PointInTime = .now) async throws -> LearnerContinuum {
        let rows = try await rows(of: learner, asOf: time)
        let frame = try await frame(of: rows, asOf: time)
        return LearnerContinuum(learner: learner, rows: rows, in: frame)
    }

    /// The rows of some learners as they are now. Where the tables are those of another version of the fold, until they
    /// are rebuilt, the rows are made from the log.
    func rows(of learners: [LearnerID]) async throws -> [LearnerID: [ContinuumRow]] {
        let tenant = log.district.tenant
        let stored = try await log.run { session in
            try Self.rows(
                try session.query(
                    """
                    select (select r.version from proj.registry r where r.projection = 'continuum' and r.state = 'live'),
                           t.*
                      from proj.continuum t
                     where t.tenant = \(tenant) and t.learner = any(\(learners)) order by t.learner, t.competency
                    """))
        }
        if let stored { return stored }
        return try await log.read(learners: learners).mapValues { LearnerFold<Continuum>(replaying: $0).rows }
    }

    /// The rows of a learner who has one id, from what is kept of them between batches: one row, found by its key, says the
    /// same as the many that the projection shows. Whether there is one id is asked in the same statement, which is planned
    /// once: planning it takes longer than running it. `nil` where the tables are not those, or there is nothing.
    private func rowsAtOnce(of learner: LearnerID) async throws -> [ContinuumRow]? {
        let tenant = log.district.tenant
        return try await log.run { session in
            let found = try session.query(
                """
                select s.version, s.state,
                       exists (select from proj.identity_link l where l.tenant = s.tenant
                                  and (l.learner = s.learner or l.other = s.learner))
                  from proj.continuum_state s where s.tenant = \(tenant) and s.learner = \(learner)
                """)
            guard let row = found.first, try row[0, as: Int32.self] == Continuum.version, try !row[2, as: Bool.self]
            else { return nil }
            // Where that cannot be read, the rows that were made of it still stand in the table.
            return try? LearnerFold<Continuum>(bytes: try row[1, as: [UInt8].self]).rows
        }
    }

    /// The rows that were stored, by learner, each behind the version of the fold; `nil` where the tables are those of another
    /// version of it.
    private static func rows(_ stored: Rows) throws -> [LearnerID: [ContinuumRow]]? {
        var rows: [LearnerID: [ContinuumRow]] = [:]
        for row in stored {
            var columns = row.columns()
            // Before anything else: tables of another version may have other columns.
            guard try columns.next(as: Int32.self) == Continuum.version else { return nil }
            columns.skip(1)
            let learner: LearnerID = try columns.next()
            rows[learner, default: []].append(try ContinuumRow(from: &columns))
        }
        return rows
    }

    /// The words for some rows, and the policies.
    func frame(of rows: [ContinuumRow], asOf time: PointInTime = .now) async throws -> LearnerContinuum.Frame {
        let tenant = log.district.tenant
        let cited = Set(rows.compactMap { $0.demonstrated?.cited })
        return try await log.run { session in
            let words = try FrameworkWords(
                session, of: log, competencies: Array(Set(rows.map(\.competency))), citing: cited, beginning: true)
            let (policies, now) = try session.ask(
                PolicyStore.policies(tenant: tenant), Self.moment(time, tenant: tenant))
            return LearnerContinuum.Frame(words: words, policies: policies, now: now)
        }
    }

    /// The moment against which a policy's beginning is measured.
    private static func moment(_ time: PointInTime, tenant: Int32) -> SQLQuery<Instant> {
        switch time {
        case .now: return PolicyStore.now
        case .known(let instant), .happened(let instant), .happenedAsKnown(let instant, at: _):
            return SQLQuery("select \(instant)") { (rows) throws(PostgresError) in try rows.single(as: Instant.self) }
        case .position(let position):
            return SQLQuery(
                """
                select coalesce((select recorded_at from log.event where tenant = \(tenant) and position <= \(position)
                                  order by position desc limit 1), clock_timestamp())
                """
            ) { (rows) throws(PostgresError) in try rows.single(as: Instant.self) }
        }
    }
}

extension ContinuumRow.Demonstrated {
    /// The version of the framework that the decision cites.
    var cited: FrameworkWords.Version? {
        guard let framework, let frameworkVersion else { return nil }
        return FrameworkWords.Version(framework: framework, version: frameworkVersion)
    }
}
