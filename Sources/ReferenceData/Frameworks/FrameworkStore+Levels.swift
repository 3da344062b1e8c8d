import EventLog
public import LearningRecord
public import LibPQ

extension FrameworkStore {
    /// The names of levels in a version: of its rubrics, and the district's own where it has none.
    /// - Throws: `PostgresError`.
    public static func levels(
        _ session: Session, tenant: Int32, framework: FrameworkID, version: Int64
    ) throws(PostgresError) -> FrameworkLevels {
        FrameworkLevels(
            criteria: try criteria(session, tenant: tenant, framework: framework, version: version),
            districtDefault: try defaultLevels(session, tenant: tenant))
    }

    /// The criteria of a version's rubrics with their levels.
    static func criteria(
        _ session: Session, tenant: Int32, framework: FrameworkID, version: Int64
    ) throws(PostgresError) -> [FrameworkLevels.Criterion] {
        try enter(session, tenant)
        let rows = try session.query(
            """
            select criterion, competency, ordinal, name, description
            from ref.level
            where tenant = \(tenant) and framework = \(framework) and version = \(version)
            order by place, criterion, ordinal
            """)
        var criteria: [(id: CriterionID, competency: CompetencyID?, levels: [NamedLevel])] = []
        for row in rows {
            let criterion = try row[0, as: CriterionID.self]
            if criteria.last?.id != criterion {
                criteria.append((criterion, try row[1, as: CompetencyID?.self], []))
            }
            criteria[criteria.count - 1].levels.append(
                NamedLevel(
                    level: try row[2, as: Level.self], name: try row[3, as: String.self],
                    description: try row[4, as: String?.self]))
        }
        return criteria.map {
            FrameworkLevels.Criterion(id: $0.id, competency: $0.competency, scale: LevelScale($0.levels))
        }
    }

    /// What the district calls its levels where a framework has no names: as it set them, else ``LevelScale/default``.
    /// - Throws: `PostgresError`.
    public static func defaultLevels(_ session: Session, tenant: Int32) throws(PostgresError) -> LevelScale {
        try enter(session, tenant)
        return try session.ask(defaultLevels(tenant: tenant))
    }

    /// The same, to be asked with others by a session that sees the tenant.
    public static func defaultLevels(tenant: Int32) -> SQLQuery<LevelScale> {
        SQLQuery("select ordinal, name, description from ref.default_level where tenant = \(tenant) order by ordinal") {
            (rows) throws(PostgresError) in
            guard !rows.isEmpty else { return .default }
            var levels: [NamedLevel] = []
            for row in rows {
                levels.append(
                    NamedLevel(
                        level: try row[0, as: Level.self], name: try row[1, as: String.self],
                        description: try row[2, as: String.self]))
            }
            return LevelScale(levels)
        }
    }

    /// Gives a district that has set no names of levels those of ``LevelScale/default``, so that views in SQL find
    /// them. Changes nothing for one that has.
    /// - Throws: `PostgresError`.
    public static func seedDefaultLevels(_ session: Session, tenant: Int32) throws(PostgresError) {
        try enter(session, tenant)
        let levels = LevelScale.default.levels
        _ = try session.execute(
            """
            insert into ref.default_level (tenant, ordinal, name, description)
            select \(tenant), seed.ordinal, seed.name, seed.description
            from unnest(\(levels.map(\.level)), \(levels.map(\.name)), \(levels.map { $0.description ?? "" }))
                as seed (ordinal, name, description)
            where not exists (select from ref.default_level present where present.tenant = \(tenant))
            on conflict do nothing
            """)
    }
}
