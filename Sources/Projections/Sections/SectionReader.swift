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

    /// What the learners need, now, who are enrolled in a section on a day. Ids that are one person are one learner, with
    /// what is recorded under all of them, also under those that are not in the section.
    /// - Parameter day: the day; today (UTC) when left out.
    /// - Throws: `EventLogError`.
    public func needs(in section: SectionID, enrolledOn day: CalendarDate? = nil) async throws -> SectionNeeds {
        let tenant = log.district.tenant
        let (day, enrolled, linked) = try await log.run { session in
            let day = if let day { day } else { try PolicyStore.now(session).date }
            let ids = try Self.enrolled(session, tenant: tenant, in: section, on: day)
            return (day, ids, try Self.linked(session, tenant: tenant, ids))
        }
        let persons = try await persons(of: enrolled, linked)
        let all = Array(Set(persons.values.flatMap(\.self)))
        let (learners, waiting) = try await log.run { session in
            let people = try PersonDirectory.people(session, tenant: tenant, ids: all)
            let learners = Self.learners(Set(enrolled), persons, people)
            var shown: [LearnerID: LearnerID] = [:]
            for learner in learners {
                for id in persons[learner.id] ?? [] { shown[id] = learner.id }
            }
            return (learners, try Self.waiting(session, tenant: tenant, shown))
        }
        let reader = ContinuumReader(log: log)
        let several = learners.map(\.id).filter { persons[$0]?.count ?? 1 > 1 }
        var rows = try await reader.rows(of: Array(Set(learners.map(\.id)).subtracting(several)))
        for learner in several { rows[learner] = try await reader.rows(of: learner) }
        let frame = try await reader.frame(of: rows.values.flatMap(\.self))
        return SectionNeeds(
            section: section, day: day, learners: learners, rows: rows, waiting: waiting, in: frame)
    }

    /// The ids of each learner's person, by each of those that are enrolled.
    private func persons(
        of enrolled: [LearnerID], _ linked: Set<LearnerID>
    ) async throws -> [LearnerID: [LearnerID]] {
        let reader = IdentityReader(log: log)
        var persons: [LearnerID: [LearnerID]] = [:]
        for learner in enrolled where persons[learner] == nil {
            let ids = linked.contains(learner) ? try await reader.ids(of: learner) : [learner]
            for id in ids { persons[id] = ids }
        }
        return persons
    }

    /// One learner for each person, by name: under an id that is enrolled, and the name that such an id has, if any does.
    /// - Parameter people: of whom something is known, by name.
    private static func learners(
        _ enrolled: Set<LearnerID>, _ persons: [LearnerID: [LearnerID]], _ people: [Person]
    ) -> [SectionNeeds.Learner] {
        let named = Set(people.filter { $0.name != nil }.map(\.id))
        var learners: [SectionNeeds.Learner] = []
        var placed: Set<LearnerID> = []
        func place(_ id: LearnerID, _ name: String?) {
            guard !placed.contains(id) else { return }
            let here = (persons[id] ?? [id]).filter(enrolled.contains).sorted { $0.uuid < $1.uuid }
            let isBest = enrolled.contains(id) && named.contains(id)
            guard isBest || here.allSatisfy({ !named.contains($0) }) else { return }
            learners.append(.init(id: isBest ? id : here.first ?? id, name: name))
            placed.formUnion(persons[id] ?? [id])
        }
        for person in people where named.contains(person.id) { place(person.id, person.name) }
        for id in enrolled.sorted(by: { $0.uuid < $1.uuid }) { place(id, nil) }
        return learners
    }

    /// Those of some ids of which a link was ever stated.
    private static func linked(
        _ session: Session, tenant: Int32, _ ids: [LearnerID]
    ) throws(PostgresError) -> Set<LearnerID> {
        Set(
            try session.query(
                """
                select learner from proj.identity_link where tenant = \(tenant) and learner = any(\(ids))
                union select other from proj.identity_link where tenant = \(tenant) and other = any(\(ids))
                """
            ).column(as: LearnerID.self))
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
    /// - Parameter shown: under which id each id's person is shown.
    private static func waiting(
        _ session: Session, tenant: Int32, _ shown: [LearnerID: LearnerID]
    ) throws(PostgresError) -> [SectionNeeds.Waiting] {
        let learners = Array(shown.keys)
        let found = try session.query(
            """
            select true as support, learner, competency, named, (requested_at at time zone 'UTC')::date as since,
                   array(select g.learner from proj.access_support g
                          where g.tenant = s.tenant and g.learner = any(\(learners)) and g.request_id = s.event_id)
                       as repliers
              from proj.access_support s
             where tenant = \(tenant) and learner = any(\(learners)) and requested_at is not null
               and provided_at is null
            union all
            select false, learner, competency, opportunity, offered_on,
                   array(select r.learner from proj.access_reply r
                          where r.tenant = o.tenant and r.learner = any(\(learners)) and r.offer_id = o.event_id)
              from proj.access_offer o
             where tenant = \(tenant) and learner = any(\(learners)) and answer is null and started_at is null
               and completed_at is null
             order by since, named
            """
        ).map { row throws(PostgresError) -> (need: SectionNeeds.Waiting, repliers: [LearnerID]) in
            let need = SectionNeeds.Waiting(
                need: try row["support", as: Bool.self] ? .support : .answer,
                learner: try row["learner", as: LearnerID.self],
                competency: try row["competency", as: CompetencyID?.self],
                named: try row["named", as: String.self], since: try row["since", as: CalendarDate.self])
            return (need, try row["repliers", as: [LearnerID]?.self] ?? [])
        }
        return found.compactMap { need, repliers in
            let person = shown[need.learner] ?? need.learner
            // Under another id of the person it was given, answered or taken up.
            if repliers.contains(where: { shown[$0] == person }) { return nil }
            return SectionNeeds.Waiting(
                need: need.need, learner: person, competency: need.competency, named: need.named, since: need.since)
        }
    }
}
