import EventLog
public import LearningRecord
public import LibPQ

/// The competency frameworks of a district: every version that ever came in. The newest is current.
///
/// The functions work in the session and transaction of their caller, for one tenant.
public enum FrameworkStore {
    /// The current version of every framework, by title.
    /// - Throws: `PostgresError`.
    public static func frameworks(_ session: Session, tenant: Int32) throws(PostgresError) -> [Framework] {
        try enter(session, tenant)
        return try session.ask(frameworks(tenant: tenant))
    }

    /// The same, to be asked with others by a session that sees the tenant.
    public static func frameworks(tenant: Int32) -> SQLQuery<[Framework]> {
        SQLQuery(
            """
            select f.framework, f.version, f.title, f.publisher, f.source_uri, f.adoption_status
            from ref.framework f
            where f.tenant = \(tenant) and not exists (
                select from ref.framework newer
                where newer.tenant = f.tenant and newer.framework = f.framework and newer.version > f.version)
            order by f.title, f.framework
            """
        ) { (rows) throws(PostgresError) in try rows.map(Framework.init) }
    }

    /// A framework in one version, or in the current one; `nil` when the district has no such framework.
    /// - Throws: `PostgresError`.
    public static func framework(
        _ session: Session, tenant: Int32, id: FrameworkID, version: Int64? = nil
    ) throws(PostgresError) -> Framework? {
        try enter(session, tenant)
        let rows = try session.query(
            """
            select framework, version, title, publisher, source_uri, adoption_status
            from ref.framework
            where tenant = \(tenant) and framework = \(id) and (\(version)::int8 is null or version = \(version))
            order by version desc limit 1
            """)
        return try rows.first.map(Framework.init)
    }

    /// The framework whose current version holds a competency; the one that came in last, should several hold it.
    /// - Throws: `PostgresError`.
    public static func framework(
        _ session: Session, tenant: Int32, holding competency: CompetencyID
    ) throws(PostgresError) -> Framework? {
        try enter(session, tenant)
        let rows = try session.query(
            """
            select f.framework, f.version, f.title, f.publisher, f.source_uri, f.adoption_status
            from ref.competency c
            join ref.framework f using (tenant, framework, version)
            where c.tenant = \(tenant) and c.competency = \(competency) and not exists (
                select from ref.framework newer
                where newer.tenant = f.tenant and newer.framework = f.framework and newer.version > f.version)
            order by f.imported_at desc, f.framework limit 1
            """)
        return try rows.first.map(Framework.init)
    }

    /// The competencies of a version, as the framework lists them.
    /// - Throws: `PostgresError`.
    public static func competencies(
        _ session: Session, tenant: Int32, framework: FrameworkID, version: Int64
    ) throws(PostgresError) -> [Competency] {
        try enter(session, tenant)
        let rows = try session.query(
            """
            select competency, human_code, statement, short_statement, item_type, parent, area, sequence, replaced_by
            from ref.competency
            where tenant = \(tenant) and framework = \(framework) and version = \(version)
            order by place
            """)
        return try rows.map(Competency.init)
    }

    /// The associations of a version, of all kinds or of some, as the framework lists them.
    /// - Throws: `PostgresError`.
    public static func associations(
        _ session: Session, tenant: Int32, framework: FrameworkID, version: Int64, kinds: [AssociationKind]? = nil
    ) throws(PostgresError) -> [Association] {
        try enter(session, tenant)
        let names = kinds?.map(\.rawValue)
        let rows = try session.query(
            """
            select association, kind, origin, destination, origin_outside, destination_outside, sequence
            from ref.association
            where tenant = \(tenant) and framework = \(framework) and version = \(version)
                and (\(names)::text[] is null or kind = any (\(names)))
            order by place
            """)
        return try rows.map(Association.init)
    }

    /// How the competencies of a version hang together. Empty when the district has no such version.
    /// - Throws: `PostgresError`.
    public static func graph(
        _ session: Session, tenant: Int32, framework: FrameworkID, version: Int64
    ) throws(PostgresError) -> FrameworkGraph {
        FrameworkGraph(
            competencies: try competencies(session, tenant: tenant, framework: framework, version: version),
            associations: try associations(
                session, tenant: tenant, framework: framework, version: version, kinds: [.isChildOf, .precedes]))
    }

    /// Lets the session see the rows of its tenant.
    static func enter(_ session: Session, _ tenant: Int32) throws(PostgresError) {
        session.set("waymark.tenant", to: String(tenant))
    }
}
