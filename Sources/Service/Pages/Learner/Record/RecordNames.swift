import EventLog
import LearningRecord
import LibPQ

/// What people are called who said something in a record: those of the roster, and those who have but an account.
struct RecordNames: Sendable {
    private let names: [PersonID: String]

    /// Looks names up.
    /// - Throws: `EventLogError`.
    init(_ ids: Set<PersonID>, in log: EventLog) async throws {
        guard !ids.isEmpty else {
            names = [:]
            return
        }
        let tenant = log.district.tenant
        names = try await log.run { session in
            let rows = try session.pipeline([
                "select account, name from access.account where tenant = \(tenant) and account = any(\(Array(ids)))",
                """
                select person, nullif(concat_ws(' ', coalesce(preferred_name, given_name), family_name), '')
                  from ref.person where tenant = \(tenant) and person = any(\(Array(ids)))
                """,
            ])
            var names: [PersonID: String] = [:]
            for row in rows.joined() { names[try row[0, as: PersonID.self]] = try row[1, as: String?.self] }
            return names
        }
    }

    /// The name of somebody; `nil` where nobody knows it, or where they were erased.
    subscript(id: PersonID?) -> String? { id.flatMap { names[$0] } }
}
