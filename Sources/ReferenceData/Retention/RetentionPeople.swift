import EventLog
import LearningRecord
import LibPQ

/// People of a district who are not erased, as a retention plan needs them.
struct RetentionPeople: Sendable {
    /// Who is or was a student of the roster.
    private var students: Set<PersonID> = []
    /// Everybody.
    private var all: Set<PersonID> = []
    /// Since when the roster no longer has somebody.
    private(set) var ended: [PersonID: CalendarDate] = [:]
    /// Of whom groups are known.
    private(set) var grouped: Set<PersonID> = []

    init(_ log: EventLog) async throws {
        let tenant = log.district.tenant
        let (rows, grouped) = try await log.run { session in
            (
                try session.query(
                    """
                    select person, 'student' = any(roles), ended_on from ref.person
                     where tenant = \(tenant) and erased_at is null
                    """
                ).map {
                    (try $0[0, as: PersonID.self], try $0[1, as: Bool.self], try $0[2, as: CalendarDate?.self])
                },
                try session.query("select distinct learner from ref.group_membership where tenant = \(tenant)")
                    .column(as: PersonID.self)
            )
        }
        for (person, isStudent, end) in rows {
            all.insert(person)
            if isStudent { students.insert(person) }
            ended[person] = end
        }
        self.grouped = Set(grouped)
    }

    /// Who is known and is a learner: to the roster, or to the log.
    func learners(_ standings: [LearnerID: LearnerStanding]) -> Set<LearnerID> {
        all.filter { students.contains($0) || standings[$0] != nil }
    }

    /// Whether somebody is known and no learner.
    func isOther(_ person: PersonID, _ standings: [LearnerID: LearnerStanding]) -> Bool {
        all.contains(person) && !students.contains(person) && standings[person] == nil
    }
}
