import EventLog
import LearningRecord
import ReferenceData

/// How a person of the command line names a framework: its identifier, its title, or nothing where there is one.
enum FrameworkReference {
    /// The framework that `text` names in the district, in its newest version.
    static func resolve(_ text: String?, in log: EventLog) async throws -> Framework {
        let tenant = log.district.tenant
        let all = try await log.run { try FrameworkStore.frameworks($0, tenant: tenant) }
        let found =
            if let text {
                all.filter { $0.title.lowercased() == text.lowercased() || FrameworkID(text) == $0.id }
            } else {
                all
            }
        if let only = found.first, found.count == 1 { return only }
        guard !all.isEmpty else {
            throw Failure.refused(
                "the district has no framework yet", advice: "`waymark import case FILE` brings one.")
        }
        let list = all.map { "  \($0.id)  \(TextWidth.harmless($0.title))" }.joined(separator: "\n")
        throw Failure.refused(
            text == nil ? "the district has several frameworks: name one" : "no framework, or no single one, is that",
            advice: "There are:\n" + list)
    }
}
