import EventLog
import Foundation
import LearningRecord
public import LibPQ

extension FrameworkStore {
    /// What saving a package would change.
    /// - Throws: `PostgresError`.
    public static func change(
        _ session: Session, tenant: Int32, to package: FrameworkPackage
    ) throws(PostgresError) -> FrameworkChange {
        try enter(session, tenant)
        let newest = try session.query(
            """
            select version, digest from ref.framework
            where tenant = \(tenant) and framework = \(package.id) order by version desc limit 1
            """
        ).first
        guard let newest else { return FrameworkChange(introducing: package) }
        let version = try newest[0, as: Int64.self]
        let rows = try session.query(
            """
            select competency, document from ref.competency
            where tenant = \(tenant) and framework = \(package.id) and version = \(version) order by place
            """)
        var competencies: [(id: CompetencyID, document: String)] = []
        for row in rows {
            competencies.append((try row[0, as: CompetencyID.self], try row[1, as: String.self]))
        }
        let replacedBefore = try associations(
            session, tenant: tenant, framework: package.id, version: version, kinds: [.replacedBy])
        return FrameworkChange(
            to: package, from: version, digest: try newest[1, as: [UInt8].self], competencies: competencies,
            replacements: Association.replacements(replacedBefore))
    }

    /// Saves a package as the next version of its framework, and links every competency of the version before to what
    /// took its place. The package that is current already changes nothing.
    ///
    /// All statements belong to one transaction of the caller. Two at once that save the same framework: the second
    /// waits for the first and then fails with `PostgresError.uniqueViolation`; run it again.
    /// - Throws: `PostgresError`.
    public static func save(
        _ session: Session, tenant: Int32, _ package: FrameworkPackage
    ) throws(PostgresError) -> FrameworkChange {
        let change = try change(session, tenant: tenant, to: package)
        try seedDefaultLevels(session, tenant: tenant)
        guard !change.isUnchanged else { return change }
        try insertFramework(session, tenant, package, version: change.version)
        try insertCompetencies(session, tenant, package, version: change.version)
        try insertAssociations(session, tenant, package, version: change.version)
        try insertLevels(session, tenant, package, version: change.version)
        if let previous = change.previous {
            try linkReplacements(session, tenant, package, change: change, previous: previous)
        }
        return change
    }

    private static func insertFramework(
        _ session: Session, _ tenant: Int32, _ package: FrameworkPackage, version: Int64
    ) throws(PostgresError) {
        _ = try session.execute(
            """
            insert into ref.framework (tenant, framework, version, title, publisher, source_uri, adoption_status,
                case_version, digest, document, definitions, rubrics, extensions)
            values (\(tenant), \(package.id), \(version), \(package.title), \(package.publisher), \(package.source),
                \(package.adoptionStatus), \(package.caseVersion), \(package.digest), \(package.document),
                \(package.definitions), \(package.rubrics), \(package.extensions))
            """)
    }

    private static func insertCompetencies(
        _ session: Session, _ tenant: Int32, _ package: FrameworkPackage, version: Int64
    ) throws(PostgresError) {
        let graph = FrameworkGraph(
            competencies: package.competencies.map(\.value), associations: package.associations.map(\.value))
        let rows = package.competencies.map { graph[$0.value.id] ?? $0.value }
        _ = try session.execute(
            """
            insert into ref.competency (tenant, framework, version, competency, place, human_code, statement,
                short_statement, item_type, parent, area, sequence, document)
            select \(tenant), \(package.id), \(version), item.*
            from unnest(\(rows.map(\.id)), \(places(rows.count)), \(rows.map(\.code)), \(rows.map(\.statement)),
                \(rows.map(\.shortStatement)), \(rows.map(\.itemType)), \(rows.map(\.parent)), \(rows.map(\.area)),
                \(rows.map(\.sequence)), \(package.competencies.map(\.document))) as item
            """)
    }

    private static func insertAssociations(
        _ session: Session, _ tenant: Int32, _ package: FrameworkPackage, version: Int64
    ) throws(PostgresError) {
        let rows = package.associations.map(\.value)
        _ = try session.execute(
            """
            insert into ref.association (tenant, framework, version, association, place, kind, origin, destination,
                origin_outside, destination_outside, sequence, document)
            select \(tenant), \(package.id), \(version), item.*
            from unnest(\(rows.map(\.id)), \(places(rows.count)), \(rows.map(\.kind.rawValue)), \(rows.map(\.origin)),
                \(rows.map(\.destination)), \(rows.map(\.originIsOutside)), \(rows.map(\.destinationIsOutside)),
                \(rows.map(\.sequence)), \(package.associations.map(\.document))) as item
            """)
    }

    private static func insertLevels(
        _ session: Session, _ tenant: Int32, _ package: FrameworkPackage, version: Int64
    ) throws(PostgresError) {
        let rows = package.criteria.enumerated().flatMap { place, criterion in
            criterion.scale.levels.map { (criterion: criterion, place: Int32(place + 1), level: $0) }
        }
        _ = try session.execute(
            """
            insert into ref.level (tenant, framework, version, criterion, ordinal, place, competency, name, description)
            select \(tenant), \(package.id), \(version), item.*
            from unnest(\(rows.map(\.criterion.id)), \(rows.map(\.level.level)), \(rows.map(\.place)),
                \(rows.map(\.criterion.competency)), \(rows.map(\.level.name)), \(rows.map(\.level.description))) as item
            """)
    }

    private static func linkReplacements(
        _ session: Session, _ tenant: Int32, _ package: FrameworkPackage, change: FrameworkChange, previous: Int64
    ) throws(PostgresError) {
        let added = Set(change.added)
        let living = package.competencies.map(\.value.id).filter { !added.contains($0) }
        let replaced = change.removed.compactMap { gone in gone.replacement.map { (gone.competency, $0) } }
        _ = try session.execute(
            """
            update ref.competency gone set replaced_by = link.replacement
            from unnest(\(living + replaced.map(\.0)), \(living + replaced.map(\.1))) as link (competency, replacement)
            where gone.tenant = \(tenant) and gone.framework = \(package.id) and gone.version = \(previous)
                and gone.competency = link.competency
            """)
    }

    private static func places(_ count: Int) -> [Int32] { (0..<count).map { Int32($0 + 1) } }
}
