import EventLog
import LearningRecord
import LibPQ
import Markup
import ReferenceData

/// The competencies that can be chosen where something is recorded in a section: of the frameworks that its learners'
/// records speak of, in the frameworks' order, by area.
struct CompetencyChoices: Sendable {
    /// What stands under one area.
    private struct Area: Sendable {
        let title: String
        var items: [Competency]
    }

    private let areas: [Area]
    private let scales: [CompetencyID: LevelScale]

    /// Reads them; where no record speaks of anything yet, every framework of the district.
    /// - Throws: `EventLogError`.
    init(touching competencies: [CompetencyID], in log: EventLog) async throws {
        let tenant = log.district.tenant
        (areas, scales) = try await log.run { session in
            session.set("waymark.tenant", to: String(tenant))
            let touched = Set(
                try session.query(
                    "select distinct framework from ref.competency where tenant = \(tenant) and competency = any(\(competencies))"
                ).column(as: FrameworkID.self))
            var areas: [Area] = []
            var scales: [CompetencyID: LevelScale] = [:]
            let districtLevels = try FrameworkStore.defaultLevels(session, tenant: tenant)
            for framework in try FrameworkStore.frameworks(session, tenant: tenant)
            where touched.isEmpty || touched.contains(framework.id) {
                guard
                    let book = try FrameworkStore.book(session, of: log, framework.id, version: framework.version)
                else { continue }
                let (graph, levels) = (book.graph, book.levels(districtLevels))
                for item in graph.competencies where graph.children(of: item.id).isEmpty {
                    scales[item.id] = levels.scale(for: item.id)
                    let title = item.area.flatMap { $0 == item.id ? nil : graph[$0]?.title } ?? framework.title
                    if areas.last?.title != title { areas.append(Area(title: title, items: [])) }
                    areas[areas.count - 1].items.append(item)
                }
            }
            return (areas, scales)
        }
    }

    /// Whether one of them is this.
    func has(_ competency: CompetencyID) -> Bool { scales[competency] != nil }

    /// A competency of them.
    subscript(competency: CompetencyID) -> Competency? {
        areas.lazy.flatMap(\.items).first { $0.id == competency }
    }

    /// The words of its levels.
    func scale(_ competency: CompetencyID) -> LevelScale { scales[competency] ?? .default }

    /// The options of a list.
    func options(selected: CompetencyID?) -> HTML {
        var html = HTML()
        for area in areas {
            let items = area.items.map { item -> HTML in
                let chosen: HTML = item.id == selected ? " selected" : ""
                let code = item.code.map { "\($0) " } ?? ""
                return #"<option value="\#(item.id.description)"\#(chosen)>\#(code + item.title)</option>"#
            }
            html = html + #"<optgroup label="\#(area.title)">\#(items)</optgroup>"#
        }
        return html
    }
}
