import EventLog
import LearningRecord
import ReferenceData

extension SharedWork {
    /// What others lose with a learner's words, for whoever is about to erase; nothing where nobody loses anything.
    static func warning(of learner: LearnerID, in log: EventLog) async throws -> String {
        let lost = try await lost(with: learner, in: log)
        if lost.evidence == 0 { return "" }
        let (tenant, ids) = (log.district.tenant, Array(lost.people))
        let people = try await log.run { try PersonDirectory.people($0, tenant: tenant, ids: ids) }
        let names = people.compactMap(\.name).sorted().prefix(12).map { TextWidth.harmless($0) }
        let whose = names.isEmpty ? "\(lost.people.count) others" : names.joined(separator: ", ")
        return
            "Title, link and narrative of \(lost.evidence) piece\(lost.evidence == 1 ? "" : "s") of group work stand in "
            + "this record alone, and would be lost to \(whose) too: record evidence of their own first. "
    }
}
