import EventLog
import LearningRecord
import ReferenceData

/// How a person of the command line names a competency: its code, its identifier, or what it says.
enum CompetencyReference {
    /// The competency that `text` names in the newest versions of the district's frameworks.
    static func resolve(_ text: String, in log: EventLog) async throws -> CompetencyID {
        // One of a framework that is not in the district can still be in the record.
        if let id = CompetencyID(text) { return id }
        let tenant = log.district.tenant
        let all = try await log.run { session in
            var all: [Competency] = []
            for framework in try FrameworkStore.frameworks(session, tenant: tenant) {
                all += try FrameworkStore.competencies(
                    session, tenant: tenant, framework: framework.id, version: framework.version)
            }
            return all
        }
        let wanted = text.lowercased()
        let found = all.filter { competency in
            [competency.code, competency.shortStatement, competency.statement].contains { $0?.lowercased() == wanted }
        }
        guard let first = found.first else {
            throw Failure.refused(
                "no framework of the district has a competency of that code",
                advice: "`waymark continuum LEARNER` shows the codes.")
        }
        guard Set(found.map(\.id)).count == 1 else {
            let list = found.map { "  \($0.id)  \(TextWidth.harmless($0.title))" }.joined(separator: "\n")
            throw Failure.refused("several competencies have that code: name one of them", advice: list)
        }
        return first.id
    }
}
