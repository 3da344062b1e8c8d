public import LearningRecord
public import LibPQ

/// A section as people know it.
public struct NamedSection: Hashable, Sendable {
    /// The section.
    public var id: SectionID
    /// The id in the system that it came from (OneRoster's sourcedId).
    public var sourceID: String
    /// Its title.
    public var title: String
    /// The school, by name.
    public var school: String?
    /// The terms it is taught in, by title.
    public var terms: [String]
}

/// Finds sections of a district by what others call them.
public enum SectionDirectory {
    /// The sections that a text names: by UUID, by `roster:SOURCEDID`, or by title, where capitals do not matter. By
    /// title, then by school.
    /// - Parameter limit: sections to answer, at most.
    /// - Throws: `PostgresError`.
    public static func sections(
        _ session: Session, tenant: Int32, named text: String, limit: Int
    ) throws(PostgresError) -> [NamedSection] {
        session.set("waymark.tenant", to: String(tenant))
        let id = SectionID(text)
        let prefix = "roster:"
        let sourceID = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
        let title = id == nil && sourceID == nil ? text : nil
        return try session.query(
            """
            select s.section, s.source_id, s.title, o.name,
                   array(select t.title from ref.term t where t.tenant = s.tenant and t.term = any(s.terms)
                          order by t.starts_on, t.title)
              from ref.section s left join ref.school o on o.tenant = s.tenant and o.school = s.school
             where s.tenant = \(tenant)
               and (s.section = \(id) or s.source_id = \(sourceID) or lower(s.title) = lower(\(title)))
             order by s.title, o.name, s.source_id limit \(limit)
            """
        ).map(NamedSection.init)
    }
}

extension NamedSection {
    fileprivate init(_ row: Row) throws(PostgresError) {
        id = try row[0, as: SectionID.self]
        sourceID = try row[1, as: String.self]
        title = try row[2, as: String.self]
        school = try row[3, as: String?.self]
        terms = try row[4, as: [String].self]
    }
}
