public import EventLog
public import LearningRecord
import LibPQ
import ReferenceData

/// Reads what the learners of a section need next.
public struct SectionReader: Sendable {
    /// The log of the district.
    public let log: EventLog

    /// A reader for a district.
    public init(log: EventLog) {
        self.log = log
    }

    /// What the learners need, now, who are enrolled in a section on a day.
    /// - Parameter day: the day; today (UTC) when left out.
    /// - Throws: `EventLogError`.
    public func needs(in section: SectionID, enrolledOn day: CalendarDate? = nil) async throws -> SectionNeeds {
        let tenant = log.district.tenant
        let (day, learners, waiting) = try await log.run { session in
            let day = if let day { day } else { try PolicyStore.now(session).date }
            let ids = try Self.enrolled(session, tenant: tenant, in: section, on: day)
            let people = try PersonDirectory.people(session, tenant: tenant, ids: ids)
            let unknown = Set(ids).subtracting(people.map(\.id)).sorted { $0.uuid < $1.uuid }
            let learners =
                people.map { SectionNeeds.Learner(id: $0.id, name: $0.name) }
                + unknown.map { SectionNeeds.Learner(id: $0, name: nil) }
            return (day, learners, try Self.waiting(session, tenant: tenant, ids))
        }
        let reader = ContinuumReader(log: log)
        let rows = try await reader.rows(of: learners.map(\.id))
        let frame = try await reader.frame(of: rows.values.flatMap(\.self))
        return SectionNeeds(
            section: section, day: day, learners: learners, rows: rows, waiting: waiting, in: frame)
    }

    private static func enrolled(
        _ session: Session, tenant: Int32, in section: SectionID, on day: CalendarDate
    ) throws(PostgresError) -> [LearnerID] {
        try session.query(
            """
            select distinct learner from proj.access_enrolment
             where tenant = \(tenant) and section = \(section) and starts_on <= \(day)
               and (ends_on is null or ends_on >= \(day))
            """
        ).column(as: LearnerID.self)
    }

    /// Supports that were asked for and not given, and offers that nobody answered or took up.
    private static func waiting(
        _ session: Session, tenant: Int32, _ learners: [LearnerID]
    ) throws(PostgresError) -> [SectionNeeds.Waiting] {
        try session.query(
            """
            select true as support, learner, competency, named, (requested_at at time zone 'UTC')::date as since
              from proj.access_support
             where tenant = \(tenant) and learner = any(\(learners)) and requested_at is not null
               and provided_at is null
            union all
            select false, learner, competency, opportunity, offered_on
              from proj.access_offer
             where tenant = \(tenant) and learner = any(\(learners)) and answer is null and started_at is null
               and completed_at is null
             order by since, named
            """
        ).map { row throws(PostgresError) in
            SectionNeeds.Waiting(
                need: try row["support", as: Bool.self] ? .support : .answer,
                learner: try row["learner", as: LearnerID.self],
                competency: try row["competency", as: CompetencyID?.self],
                named: try row["named", as: String.self], since: try row["since", as: CalendarDate.self])
        }
    }
}
