import LearningRecord
import LibPQ

/// Where competencies stand in the district's frameworks, and what took the place of those that are no longer in force.
struct NewerItems: Sendable {
    /// The newest version that holds a competency.
    struct Home: Hashable, Sendable {
        let version: FrameworkWords.Version
        /// Whether that is the newest version of its framework.
        let isCurrent: Bool
        /// What took its place in the next version of its framework, when that says so.
        let replacedBy: CompetencyID?
    }

    /// What frameworks say took a competency's place, and what is the same as it.
    struct Links: Sendable {
        fileprivate(set) var replacedBy: [CompetencyID: CompetencyID] = [:]
        fileprivate(set) var matches: [CompetencyID: CompetencyID] = [:]
    }

    private(set) var homes: [CompetencyID: Home] = [:]
    private var steps: [CompetencyID: CompetencyID] = [:]

    /// Replacements of replacements that are followed, at the most.
    private static let removes = 20

    /// Looks up competencies, and what took their place at any remove.
    ///
    /// What the next version of a framework put in a competency's place holds first (`ref.competency.replaced_by`); then a
    /// `replacedBy` of a framework in force; then, for what is in no framework in force, an `exactMatchOf` of something
    /// that is (CASE 1.1, CFAssociation, associationType).
    /// - Parameter found: what ``homes(of:tenant:)`` and ``links(of:tenant:)`` answered for them.
    init(
        _ session: Session, tenant: Int32, _ competencies: [CompetencyID],
        found: (homes: [CompetencyID: Home], links: Links)
    ) throws(PostgresError) {
        var (found, links) = found
        var open = Set(competencies)
        for remove in 0...Self.removes where !open.isEmpty {
            if remove > 0 {
                let next = Array(open)
                (found, links) = try session.ask(
                    Self.homes(of: next, tenant: tenant), Self.links(of: next, tenant: tenant))
            }
            homes.merge(found) { first, _ in first }
            var candidates: [CompetencyID: CompetencyID] = [:]
            for (id, home) in found {
                let named = home.replacedBy.flatMap { $0 == id ? nil : $0 } ?? links.replacedBy[id]
                let newer = named ?? (home.isCurrent ? nil : links.matches[id])
                if let newer, newer != id { candidates[id] = newer }
            }
            let unseen = Set(candidates.values).filter { homes[$0] == nil }
            if !unseen.isEmpty {
                homes.merge(try session.ask(Self.homes(of: Array(unseen), tenant: tenant))) { first, _ in first }
            }
            // Something outside of the district's frameworks has no words here: what it replaces stays as it is.
            steps.merge(candidates.filter { homes[$0.value] != nil }) { first, _ in first }
            open = unseen
        }
    }

    /// What stands in the place of a competency today: itself, when nothing took it.
    func current(_ id: CompetencyID) -> CompetencyID {
        var seen: Set<CompetencyID> = [id]
        var newest = id
        while let next = steps[newest], seen.insert(next).inserted { newest = next }
        // In a circle nothing is newer than anything else.
        return steps[newest] == nil ? newest : id
    }

    /// Where some competencies stand.
    static func homes(of competencies: [CompetencyID], tenant: Int32) -> SQLQuery<[CompetencyID: Home]> {
        SQLQuery(
            """
            select distinct on (c.competency) c.competency, c.framework, c.version, c.replaced_by,
                   not exists (select from ref.framework n where n.tenant = c.tenant and n.framework = c.framework
                               and n.version > c.version)
              from ref.competency c where c.tenant = \(tenant) and c.competency = any(\(competencies))
             order by c.competency, c.version desc, c.framework
            """
        ) { (rows) throws(PostgresError) in
            var homes: [CompetencyID: Home] = [:]
            for row in rows {
                let version = FrameworkWords.Version(
                    framework: try row[1, as: FrameworkID.self], version: try row[2, as: Int64.self])
                homes[try row[0, as: CompetencyID.self]] = Home(
                    version: version, isCurrent: try row[4, as: Bool.self],
                    replacedBy: try row[3, as: CompetencyID?.self])
            }
            return homes
        }
    }

    /// What the frameworks in force say of some competencies: in the frameworks' order, the first statement stands.
    static func links(of competencies: [CompetencyID], tenant: Int32) -> SQLQuery<Links> {
        let (replacing, matching) = (AssociationKind.replacedBy.rawValue, AssociationKind.exactMatchOf.rawValue)
        let items = competencies.map(\.description)
        return SQLQuery(
            """
            with current as materialized (
                select tenant, framework, max(version) as version from ref.framework where tenant = \(tenant)
                 group by tenant, framework)
            select a.origin, a.destination, a.kind, a.framework, a.place
              from current join ref.association a using (tenant, framework, version)
             where a.kind in (\(replacing), \(matching)) and a.origin = any(\(items))
            union all
            select a.destination, a.origin, a.kind, a.framework, a.place
              from current join ref.association a using (tenant, framework, version)
             where a.kind = \(matching) and a.destination = any(\(items))
             order by 4, 5
            """
        ) { (rows) throws(PostgresError) in
            var links = Links()
            for row in rows {
                guard let item = CompetencyID(try row[0, as: String.self]),
                    let other = CompetencyID(try row[1, as: String.self]), item != other
                else { continue }
                if try row[2, as: String.self] == replacing {
                    if links.replacedBy[item] == nil { links.replacedBy[item] = other }
                } else if links.matches[item] == nil {
                    links.matches[item] = other
                }
            }
            return links
        }
    }
}
