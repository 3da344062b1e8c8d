import EventLog
import LearningRecord
import ReferenceData

/// How a person of the command line names a section: its title, `roster:SOURCEDID`, or a UUID.
enum SectionReference {
    private static let candidates = 12

    /// The help of an argument that takes one.
    static let help = "The section: its title, roster:SOURCEDID, or its UUID."

    /// The section that `text` names in the district.
    static func resolve(_ text: String, in log: EventLog) async throws -> NamedSection {
        let tenant = log.district.tenant
        let found = try await log.run {
            try SectionDirectory.sections($0, tenant: tenant, named: text, limit: candidates + 1)
        }
        guard let first = found.first else {
            throw Failure.refused(
                "the district \"\(log.district.name)\" has no section of that title or id",
                advice: "A section is named by its whole title, by roster:SOURCEDID, or by UUID.")
        }
        guard found.count > 1 else { return first }
        let lines = found.prefix(candidates).map { section in
            let place = [section.school].compactMap(\.self) + section.terms
            return "roster:\(section.sourceID)  \(section.title) – \(place.joined(separator: ", "))"
        }
        let rest = found.count > candidates ? ["… and more"] : []
        throw Failure.refused(
            "several sections are called that; name one of them:",
            advice: (lines + rest).map(TextWidth.harmless).joined(separator: "\n  "))
    }
}
