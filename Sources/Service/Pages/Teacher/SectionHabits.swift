import EventLog
import LearningRecord
import LibPQ

/// What was recorded in a section lately, to be offered again: nobody types a task twice.
struct SectionHabits: Sendable {
    let log: EventLog
    let section: SectionID

    /// How much is offered.
    private static let limit = 8

    /// The tasks of attempts and evidence, those of this person first, the newest first.
    /// - Throws: `EventLogError`.
    func tasks(of learners: [LearnerID], by person: PersonID?) async throws -> [String] {
        let tenant = log.district.tenant
        let kinds = [EventKind.attempt.rawValue, EventKind.evidence.rawValue]
        return try await log.run { session in
            // By the index of streams: the section's own learners, and not the whole log.
            try session.query(
                """
                select e.item from unnest(\(learners)::uuid[]) l
                  join log.event e on e.tenant = \(tenant) and e.learner_hash = uuid_hash(l) and e.learner = l
                 where e.kind = any(\(kinds)) and e.section = \(section) and e.item is not null
                 group by e.item
                 order by bool_or(e.asserted_by is not distinct from \(person)) desc, max(e.position) desc
                 limit \(Int64(Self.limit))
                """
            ).column(as: String.self)
        }
    }

    /// The opportunities that were offered to learners of the section, the newest first.
    /// - Throws: `EventLogError`.
    func offers(to learners: [LearnerID], at school: SchoolID?) async throws -> [(name: String, form: String)] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select o.opportunity, o.form from proj.access_offer o
                 where o.tenant = \(tenant) and (o.learner = any(\(learners)) or o.school = \(school))
                 group by o.opportunity, o.form
                 order by bool_or(o.learner = any(\(learners))) desc, max(o.offered_on) desc, o.opportunity
                 limit \(Int64(Self.limit))
                """
            ).map { row in (name: try row[0, as: String.self], form: try row[1, as: String.self]) }
        }
    }

    /// The supports that were given to learners of the section, the newest first.
    /// - Throws: `EventLogError`.
    func supports(of learners: [LearnerID]) async throws -> [String] {
        let tenant = log.district.tenant
        return try await log.run { session in
            try session.query(
                """
                select s.named from proj.access_support s
                 where s.tenant = \(tenant) and s.learner = any(\(learners)) and s.provided_at is not null
                 group by s.named order by max(s.provided_at) desc, s.named limit \(Int64(Self.limit))
                """
            ).column(as: String.self)
        }
    }
}
