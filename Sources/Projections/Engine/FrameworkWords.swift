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

    /// The newest version that holds each competency.
    private(set) var homes: [CompetencyID: Version] = [:]
    private(set) var graphs: [Version: FrameworkGraph] = [:]
    private(set) var frameworks: [Version: Framework] = [:]
    private var levels: [Version: FrameworkLevels] = [:]
    private var places: [CompetencyID: Int] = [:]
    /// By title, the newest version of each first.
    private var order: [Version] = []
    let districtLevels: LevelScale

    /// Reads what is needed for some competencies and for the versions that decisions cite.
    init(
        _ session: Session, tenant: Int32, competencies: [CompetencyID], citing cited: Set<Version>
    ) throws(PostgresError) {
        try session.set("waymark.tenant", to: String(tenant))
        districtLevels = try FrameworkStore.defaultLevels(session, tenant: tenant)
        for row in try session.query(
            """
            select distinct on (competency) competency, framework, version
              from ref.competency where tenant = \(tenant) and competency = any(\(competencies))
             order by competency, version desc, framework
            """)
        {
            homes[try row[0, as: CompetencyID.self]] = Version(
                framework: try row[1, as: FrameworkID.self], version: try row[2, as: Int64.self])
        }
        let current = Set(homes.values)
        for version in current.union(cited) {
            levels[version] = try FrameworkStore.levels(
                session, tenant: tenant, framework: version.framework, version: version.version)
            frameworks[version] = try FrameworkStore.framework(
                session, tenant: tenant, id: version.framework, version: version.version)
        }
        for version in current {
            graphs[version] = try FrameworkStore.graph(
                session, tenant: tenant, framework: version.framework, version: version.version)
        }
        order = graphs.keys.sorted { (title($0), $1.version) < (title($1), $0.version) }
        for competency in order.compactMap({ graphs[$0]?.competencies }).joined() where places[competency.id] == nil {
            places[competency.id] = places.count
        }
    }

    /// A competency, in the newest version that has it, or in any framework that was read for another's sake.
    subscript(id: CompetencyID) -> Competency? {
        homes[id].flatMap { graphs[$0]?[id] } ?? order.lazy.compactMap { graphs[$0]?[id] }.first
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
        [id] + (homes[id].flatMap { graphs[$0]?.ancestors(of: id) } ?? [])
    }

    /// The framework's order: not that of any learner's strength.
    func precedes(_ left: CompetencyID, _ right: CompetencyID) -> Bool {
        let places = (places[left] ?? .max, places[right] ?? .max)
        return places.0 != places.1 ? places.0 < places.1 : left.uuid < right.uuid
    }

    /// The levels of a competency: of the version cited, else of the newest, else the district's own.
    func scale(_ id: CompetencyID, citing version: Version? = nil, criterion: CriterionID? = nil) -> LevelScale {
        let names = version.flatMap { levels[$0] } ?? homes[id].flatMap { levels[$0] }
        return names?.scale(for: id, criterion: criterion) ?? districtLevels
    }

    /// The name of a level. Its place is not for people.
    func name(_ level: Level, in scale: LevelScale) -> NamedLevel {
        scale[level] ?? districtLevels[level]
            ?? NamedLevel(level: level, name: "a level that has no name here", description: nil)
    }

    /// What comes next, framework by framework.
    func nextSteps(demonstrated: Set<CompetencyID>) -> [NextStep] {
        graphs.values.flatMap { $0.nextSteps(demonstrated: demonstrated) }
            .sorted { precedes($0.competency, $1.competency) }
    }

    private func title(_ version: Version) -> String { frameworks[version]?.title ?? "" }
}
