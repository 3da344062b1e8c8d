import EventLog
import LearningRecord
import LibPQ
import ReferenceData

/// What people are called who said something in a record: those of the roster, and those who have but an account.
struct SpeakerNames: Sendable {
    private let names: [PersonID: String]

    /// - Throws: `EventLogError`.
    init(_ people: Set<PersonID>, in log: EventLog) async throws {
        let tenant = log.district.tenant
        let ids = Array(people)
        names = try await log.run { session in
            var names: [PersonID: String] = [:]
            for row in try session.query(
                "select account, name from access.account where tenant = \(tenant) and account = any(\(ids))")
            {
                names[try row[0, as: PersonID.self]] = try row[1, as: String.self]
            }
            for person in try PersonDirectory.people(session, tenant: tenant, ids: ids) {
                names[person.id] = person.name
            }
            return names
        }
    }

    /// The name of somebody; `nil` where nobody knows it.
    subscript(person: PersonID?) -> String? { person.flatMap { names[$0] } }
}
