import EventLog
public import LearningRecord
public import LibPQ

extension FrameworkStore {
    /// A version as it came in, to go out again; the current one when none is named. `nil` when there is none.
    /// - Throws: `PostgresError`.
    public static func package(
        _ session: Session, tenant: Int32, framework id: FrameworkID, version: Int64? = nil
    ) throws(PostgresError) -> FrameworkPackage? {
        guard let framework = try framework(session, tenant: tenant, id: id, version: version) else { return nil }
        let version = framework.version
        let row = try session.query(
            """
            select case_version, digest, document, definitions, rubrics, extensions from ref.framework
            where tenant = \(tenant) and framework = \(id) and version = \(version)
            """
        ).first
        guard let row else { return nil }
        return FrameworkPackage(
            id: id, title: framework.title, publisher: framework.publisher, source: framework.source,
            adoptionStatus: framework.adoptionStatus, caseVersion: try row[0, as: String.self],
            digest: try row[1, as: [UInt8].self],
            document: try row[2, as: String.self], definitions: try row[3, as: String?.self],
            rubrics: try row[4, as: String?.self], extensions: try row[5, as: String?.self],
            competencies: parts(
                try competencies(session, tenant: tenant, framework: id, version: version),
                try session.query(
                    """
                    select document from ref.competency
                    where tenant = \(tenant) and framework = \(id) and version = \(version) order by place
                    """
                ).column(as: String.self)),
            associations: parts(
                try associations(session, tenant: tenant, framework: id, version: version),
                try session.query(
                    """
                    select document from ref.association
                    where tenant = \(tenant) and framework = \(id) and version = \(version) order by place
                    """
                ).column(as: String.self)),
            criteria: try levels(session, tenant: tenant, framework: id, version: version).criteria)
    }

    private static func parts<Value>(_ values: [Value], _ documents: [String]) -> [FrameworkPackage.Part<Value>] {
        zip(values, documents).map { FrameworkPackage.Part($0, document: $1) }
    }
}
