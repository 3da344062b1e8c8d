import EventLog
import LearningRecord
import LibPQ
import ReferenceData

/// What is said of competencies and levels, and in which order: from the frameworks of a district.
struct FrameworkWords: Sendable {
    /// A framework in one version.
    struct Version: Hashable, Sendable {
        let framework: FrameworkID
        let version: Int64
    }

    /// Where each competency stands, and what took the place of those that are no longer in force.
    private let items: NewerItems
    private(set) var graphs: [Version: FrameworkGraph] = [:]
    private(set) var frameworks: [Version: Framework] = [:]
    private var levels: [Version: FrameworkLevels] = [:]
    private var places: [CompetencyID: Int] = [:]
    /// By title, the newest version of each first.
    private var order: [Version] = []
    let districtLevels: LevelScale

    /// Reads what is needed for some competencies and for the versions that decisions cite.
    /// - Parameter beginning: with no competencies, reads every framework of the district in its newest version: what
    ///   someone can begin with.
    init(
        _ session: Session, of log: EventLog, competencies: [CompetencyID], citing cited: Set<Version>,
        beginning: Bool = false
    ) throws(PostgresError) {
        let tenant = log.district.tenant
        session.set("waymark.tenant", to: String(tenant))
        let (levels, homes, links) = try session.ask(
            FrameworkStore.defaultLevels(tenant: tenant), NewerItems.homes(of: competencies, tenant: tenant),
            NewerItems.links(of: competencies, tenant: tenant))
        districtLevels = levels
        items = try NewerItems(session, tenant: tenant, competencies, found: (homes, links))
        var current = Set(items.homes.values.map(\.version))
        let touched = Set(current.map(\.framework))
        if (beginning && competencies.isEmpty) || items.homes.values.contains(where: { !$0.isCurrent }) {
            for framework in try FrameworkStore.frameworks(session, tenant: tenant)
            where touched.isEmpty || touched.contains(framework.id) {
                current.insert(Version(framework: framework.id, version: framework.version))
            }
        }
        for version in current.union(cited) {
            guard let book = try FrameworkStore.book(session, of: log, version.framework, version: version.version)
            else { continue }
            self.levels[version] = book.levels(districtLevels)
            frameworks[version] = book.framework
            if current.contains(version) { graphs[version] = book.graph }
        }
        order = graphs.keys.sorted { (title($0), $1.version) < (title($1), $0.version) }
        for competency in order.compactMap({ graphs[$0]?.competencies }).joined() where places[competency.id] == nil {
            places[competency.id] = places.count
        }
    }

    /// A competency, in the newest version that has it, or in any framework that was read for another's sake.
    subscript(id: CompetencyID) -> Competency? {
        home(of: id).flatMap { graphs[$0]?[id] } ?? order.lazy.compactMap { graphs[$0]?[id] }.first
    }

    /// What a competency says; where no framework of the district has it, that.
    func statement(_ id: CompetencyID) -> String {
        self[id]?.statement ?? "A competency of a framework not in this district"
    }

    /// The fewest words for a competency.
    func title(_ id: CompetencyID) -> String { self[id].map { $0.code ?? $0.title } ?? statement(id) }

    /// The credit area of a competency.
    func area(_ id: CompetencyID) -> CompetencyID? { self[id]?.area }

    /// A competency and what stands above it, the nearest first.
    func lineage(_ id: CompetencyID) -> [CompetencyID] {
        [id] + (home(of: id).flatMap { graphs[$0]?.ancestors(of: id) } ?? [])
    }

    /// The framework's order: not that of any learner's strength.
    func precedes(_ left: CompetencyID, _ right: CompetencyID) -> Bool {
        let places = (places[left] ?? .max, places[right] ?? .max)
        return places.0 != places.1 ? places.0 < places.1 : left.uuid < right.uuid
    }

    /// The levels of a competency: of the version cited, else of the newest, else the district's own.
    func scale(_ id: CompetencyID, citing version: Version? = nil, criterion: CriterionID? = nil) -> LevelScale {
        let names = version.flatMap { levels[$0] } ?? home(of: id).flatMap { levels[$0] }
        return names?.scale(for: id, criterion: criterion) ?? districtLevels
    }

    /// The name of a level. Its place is not for people.
    func name(_ level: Level, in scale: LevelScale) -> NamedLevel {
        scale[level] ?? districtLevels[level]
            ?? NamedLevel(level: level, name: "a level that has no name here", description: nil)
    }

    /// The newest version that holds a competency.
    func home(of id: CompetencyID) -> Version? { items.homes[id]?.version }

    /// What stands in the place of a competency today: itself, when nothing took it.
    func current(_ id: CompetencyID) -> CompetencyID { items.current(id) }

    /// The newest versions that were read, in order: those that a learner can go on in.
    var graphsInForce: [FrameworkGraph] {
        let newest = Dictionary(order.map { ($0.framework, $0) }) { left, right in
            left.version >= right.version ? left : right
        }
        return order.filter { newest[$0.framework] == $0 }.compactMap { graphs[$0] }
    }

    /// What comes next, framework by framework.
    func nextSteps(demonstrated: Set<CompetencyID>) -> [NextStep] {
        graphsInForce.flatMap { $0.nextSteps(demonstrated: demonstrated) }
            .sorted { precedes($0.competency, $1.competency) }
    }

    private func title(_ version: Version) -> String { frameworks[version]?.title ?? "" }
}
