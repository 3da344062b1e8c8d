import EventLog
import LearningRecord
import LibPQ
import ReferenceData

/// How a person of the command line names a learner: `roster:SOURCEDID`, a UUID, or a name that only one has.
enum LearnerReference {
    private static let candidates = 12

    /// The help of an argument that takes one.
    static let help = "The learner: a name, roster:SOURCEDID, or the learner's UUID."

    /// The person that `text` names in the district.
    /// - Parameter isExact: part of a name is not enough: for what cannot be undone.
    static func resolve(_ text: String, in log: EventLog, isExact: Bool = false) async throws -> Person {
        let tenant = log.district.tenant
        if let id = PersonID(text) {
            let known = try await log.run { try PersonDirectory.person($0, tenant: tenant, id: id) }
            if let known { return known }
            // A learner of the log whom no roster names.
            guard try await !log.read(learner: id).isEmpty else { throw unknown(text, log) }
            return Person(id: id, sourceID: "", name: nil, roles: [], schools: [], isErased: false)
        }
        if text.hasPrefix("roster:") {
            let sourceID = String(text.dropFirst("roster:".count))
            let known = try await log.run { try PersonDirectory.person($0, tenant: tenant, sourceID: sourceID) }
            guard let known else { throw unknown(text, log) }
            return known
        }
        let found = try await log.run { session in
            try PersonDirectory.people(
                session, tenant: tenant, named: text, isWhole: isExact, limit: candidates + 1)
        }
        let learners = found.filter { $0.roles.contains("student") }
        return try only(learners.isEmpty ? found : learners, named: text, log)
    }

    private static func only(_ people: [Person], named text: String, _ log: EventLog) throws -> Person {
        guard let first = people.first else { throw unknown(text, log) }
        guard people.count > 1 else { return first }
        let lines = people.prefix(candidates).map { person in
            let schools = person.schools.isEmpty ? "no school now" : person.schools.joined(separator: ", ")
            return "  roster:\(person.sourceID)  \(person.name ?? "") – \(schools)"
        }
        let rest = people.count > candidates ? ["  … and more"] : []
        throw Failure.refused(
            "several people are called that; name one of them:",
            advice: (lines + rest).map(TextWidth.harmless).joined(separator: "\n")
                .trimmingPrefix(while: { $0 == " " }).description)
    }

    private static func unknown(_ text: String, _ log: EventLog) -> Failure {
        .refused(
            "the district \"\(log.district.name)\" has no learner by that name or id",
            advice: "A learner is named by full name, by roster:SOURCEDID, or by UUID.")
    }
}
