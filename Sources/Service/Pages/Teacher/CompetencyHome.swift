import EventLog
import LearningRecord
import LibPQ
import ReferenceData

/// A competency with the framework that it stands in, in the newest version that has it, and the words of its levels.
struct CompetencyHome: Sendable {
    let competency: Competency
    let framework: Framework
    /// The rubric's criterion that its levels are of.
    let criterion: CriterionID?
    let scale: LevelScale

    /// What a level is called. Its place is not for people.
    func name(_ level: Level, _ words: PageWords) -> String { scale.name(of: level) ?? words("level.nameless") }

    /// Looks a competency up; `nil` where no framework of the district has it.
    /// - Throws: `EventLogError`.
    static func read(_ id: CompetencyID, in log: EventLog) async throws -> CompetencyHome? {
        let tenant = log.district.tenant
        return try await log.run { session in
            session.set("waymark.tenant", to: String(tenant))
            let row = try session.query(
                """
                select framework, version, human_code, statement, short_statement from ref.competency
                 where tenant = \(tenant) and competency = \(id) order by version desc, framework limit 1
                """
            ).first
            guard let row,
                let book = try FrameworkStore.book(
                    session, of: log, try row[0, as: FrameworkID.self], version: try row[1, as: Int64.self])
            else { return nil }
            let levels = book.levels(try FrameworkStore.defaultLevels(session, tenant: tenant))
            return CompetencyHome(
                competency: Competency(
                    id: id, code: try row[2, as: String?.self], statement: try row[3, as: String.self],
                    shortStatement: try row[4, as: String?.self]),
                framework: book.framework, criterion: levels.criterion(for: id), scale: levels.scale(for: id))
        }
    }
}
