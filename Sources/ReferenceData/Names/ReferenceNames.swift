public import LearningRecord
public import LibPQ

/// What people call the things that events name by identifier.
public struct ReferenceNames: Sendable {
    /// A framework in one version.
    public struct FrameworkVersion: Hashable, Sendable {
        /// Which framework.
        public var framework: FrameworkID
        /// Which version, from 1.
        public var version: Int64

        /// A version.
        public init(framework: FrameworkID, version: Int64) {
            self.framework = framework
            self.version = version
        }
    }

    /// Schools and other organisations.
    public let schools: [SchoolID: String]
    /// Sections.
    public let sections: [SectionID: String]
    /// People; who was erased has no name.
    public let people: [PersonID: String]
    /// Competencies, in the newest version that has them.
    public let competencies: [CompetencyID: Competency]

    private let homes: [CompetencyID: FrameworkVersion]
    private let levels: [FrameworkVersion: FrameworkLevels]
    private let districtLevels: LevelScale

    /// Asks for all the names that are needed, each sort in one statement.
    /// - Parameter versions: framework versions that decisions cite, for the names of their levels.
    /// - Throws: `PostgresError`.
    public init(
        _ session: Session, tenant: Int32, schools: Set<SchoolID> = [], sections: Set<SectionID> = [],
        people: Set<PersonID> = [], competencies: Set<CompetencyID> = [], versions: Set<FrameworkVersion> = []
    ) throws(PostgresError) {
        session.set("waymark.tenant", to: String(tenant))
        self.schools = try Self.names(
            session.query(
                "select school, name from ref.school where tenant = \(tenant) and school = any(\(Array(schools)))"))
        self.sections = try Self.names(
            session.query(
                "select section, title from ref.section where tenant = \(tenant) and section = any(\(Array(sections)))")
        )
        var named: [PersonID: String] = [:]
        for person in try PersonDirectory.people(session, tenant: tenant, ids: Array(people)) {
            named[person.id] = person.name
        }
        self.people = named
        let newest = try session.query(
            """
            select distinct on (competency) competency, framework, version, human_code, statement, short_statement
            from ref.competency where tenant = \(tenant) and competency = any(\(Array(competencies)))
            order by competency, version desc, framework
            """)
        var known: [CompetencyID: Competency] = [:]
        var homes: [CompetencyID: FrameworkVersion] = [:]
        for row in newest {
            let id = try row[0, as: CompetencyID.self]
            homes[id] = FrameworkVersion(
                framework: try row[1, as: FrameworkID.self], version: try row[2, as: Int64.self])
            known[id] = Competency(
                id: id, code: try row[3, as: String?.self], statement: try row[4, as: String.self],
                shortStatement: try row[5, as: String?.self])
        }
        var levels: [FrameworkVersion: FrameworkLevels] = [:]
        for version in versions.union(homes.values) {
            levels[version] = try FrameworkStore.levels(
                session, tenant: tenant, framework: version.framework, version: version.version)
        }
        self.competencies = known
        self.homes = homes
        self.levels = levels
        districtLevels = try FrameworkStore.defaultLevels(session, tenant: tenant)
    }

    /// What people call a level of a competency, in the version that a decision cites, else in the newest. A level that
    /// nobody named is said to be one; its place is not for people.
    public func name(
        of level: Level, in competency: CompetencyID, version: FrameworkVersion? = nil, criterion: CriterionID? = nil
    ) -> String {
        let home = version ?? homes[competency]
        let scale = home.flatMap { levels[$0] }?.scale(for: competency, criterion: criterion) ?? districtLevels
        return scale.name(of: level) ?? districtLevels.name(of: level) ?? "a level without a name"
    }

    private static func names<Subject>(_ rows: Rows) throws(PostgresError) -> [Identifier<Subject>: String] {
        var names: [Identifier<Subject>: String] = [:]
        for row in rows { names[try row[0, as: Identifier<Subject>.self]] = try row[1, as: String.self] }
        return names
    }
}
