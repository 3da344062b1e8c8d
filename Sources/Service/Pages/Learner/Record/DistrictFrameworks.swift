import EventLog
import LearningRecord
import LibPQ
import ReferenceData

/// The frameworks of a district in their newest versions: what competencies are called, what leads to what, and the words
/// of their levels.
struct DistrictFrameworks: Sendable {
    let books: [FrameworkBook]
    let districtLevels: LevelScale
    private let levels: [FrameworkID: FrameworkLevels]

    /// Reads them, and what else is asked for, in a session that sees the district.
    /// - Throws: `PostgresError`.
    static func read<Value>(
        _ session: Session, of log: EventLog, with other: SQLQuery<Value>
    ) throws(PostgresError) -> (DistrictFrameworks, Value) {
        let tenant = log.district.tenant
        let (frameworks, levels, value) = try session.ask(
            FrameworkStore.frameworks(tenant: tenant), FrameworkStore.defaultLevels(tenant: tenant), other)
        var books: [FrameworkBook] = []
        for framework in frameworks {
            guard let book = try FrameworkStore.book(session, of: log, framework.id, version: framework.version)
            else { continue }
            books.append(book)
        }
        return (DistrictFrameworks(books, districtLevels: levels), value)
    }

    private init(_ books: [FrameworkBook], districtLevels: LevelScale) {
        (self.books, self.districtLevels) = (books, districtLevels)
        levels = Dictionary(books.map { ($0.framework.id, $0.levels(districtLevels)) }) { first, _ in first }
    }

    /// A competency; `nil` where no framework in force has it.
    subscript(id: CompetencyID) -> Competency? { books.lazy.compactMap { $0.graph[id] }.first }

    /// The framework that holds a competency.
    func book(of id: CompetencyID) -> FrameworkBook? { books.first { $0.graph[id] != nil } }

    /// The levels of a competency, lowest first.
    func scale(_ id: CompetencyID) -> LevelScale {
        book(of: id).flatMap { levels[$0.framework.id] }?.scale(for: id) ?? districtLevels
    }

    /// The fewest words for a competency: its code, else its title.
    func short(_ id: CompetencyID) -> String? { self[id].map { $0.code ?? $0.title } }

    /// What leads on from a competency, in the framework's order.
    func successors(_ id: CompetencyID) -> [CompetencyID] { book(of: id)?.graph.successors(of: id) ?? [] }

    /// What leads to a competency.
    func predecessors(_ id: CompetencyID) -> [CompetencyID] { book(of: id)?.graph.predecessors(of: id) ?? [] }

    /// The area that a competency stands in.
    func area(_ id: CompetencyID) -> Competency? {
        guard let book = book(of: id), let area = book.graph.area(of: id) else { return nil }
        return book.graph[area]
    }

    /// What can be learned: what nothing else stands under, in the framework's order, area by area.
    var learnable: [(area: Competency?, competencies: [Competency])] {
        books.flatMap { book in
            var groups: [(area: Competency?, competencies: [Competency])] = []
            for competency in book.graph.competencies where book.graph.children(of: competency.id).isEmpty {
                let area = competency.area.flatMap { $0 == competency.id ? nil : book.graph[$0] }
                if groups.last?.area?.id == area?.id, !groups.isEmpty {
                    groups[groups.count - 1].competencies.append(competency)
                } else {
                    groups.append((area, [competency]))
                }
            }
            return groups
        }
    }

    /// Where one can begin in an area: what nothing else of it precedes, among what the framework puts in an order; where it
    /// does so with nothing, what stands first.
    func beginnings(of area: CompetencyID) -> [CompetencyID] {
        guard let graph = book(of: area)?.graph else { return [] }
        let inside = graph.competencies.filter { $0.area == area && $0.id != area }
        let ordered = inside.filter { competency in
            let before = graph.predecessors(of: competency.id)
            guard !before.isEmpty || !graph.successors(of: competency.id).isEmpty else { return false }
            return !before.contains { graph.area(of: $0) == area }
        }
        if !ordered.isEmpty { return ordered.map(\.id) }
        return inside.filter { graph.children(of: $0.id).isEmpty }.prefix(1).map(\.id)
    }

    /// The framework's order: not that of anybody's strength.
    func places() -> [CompetencyID: Int] {
        var places: [CompetencyID: Int] = [:]
        for competency in books.lazy.flatMap(\.graph.competencies) where places[competency.id] == nil {
            places[competency.id] = places.count
        }
        return places
    }
}
