public import LearningRecord
public import LibPQ

/// Finds people of a district by what others call them.
///
/// The functions work in the session of their caller, for one tenant.
public enum PersonDirectory {
    /// The person behind a pseudonym; `nil` when the district knows none.
    /// - Throws: `PostgresError`.
    public static func person(_ session: Session, tenant: Int32, id: PersonID) throws(PostgresError) -> Person? {
        try people(session, tenant: tenant, ids: [id]).first
    }

    /// The people behind pseudonyms, by family name, then given name.
    /// - Throws: `PostgresError`.
    public static func people(_ session: Session, tenant: Int32, ids: [PersonID]) throws(PostgresError) -> [Person] {
        session.set("waymark.tenant", to: String(tenant))
        return try session.query(
            """
            \(sql: columns) from ref.person p where p.tenant = \(tenant) and p.person = any(\(ids))
            order by p.family_name, p.given_name, p.source_id
            """
        ).map(Person.init)
    }

    /// The person with an id of the system that people came from; `nil` when the district knows none.
    /// - Throws: `PostgresError`.
    public static func person(
        _ session: Session, tenant: Int32, sourceID: String
    ) throws(PostgresError) -> Person? {
        session.set("waymark.tenant", to: String(tenant))
        return try session.query(
            "\(sql: columns) from ref.person p where p.tenant = \(tenant) and p.source_id = \(sourceID)"
        ).first.map(Person.init)
    }

    /// People of this name, by name: those whose full name it is, else those whose names hold each of its words.
    /// Capitals and spaces do not matter; "Moreno, Ada" is "Ada Moreno".
    /// - Parameters:
    ///   - isWhole: only those whose full name it is.
    ///   - limit: people to answer, at most.
    /// - Throws: `PostgresError`.
    public static func people(
        _ session: Session, tenant: Int32, named name: String, isWhole: Bool = false, limit: Int
    ) throws(PostgresError) -> [Person] {
        let parts = name.split(separator: ",", omittingEmptySubsequences: false)
        let ordered = parts.count == 2 ? parts[1] + " " + parts[0] : name[...]
        let words = ordered.split(whereSeparator: \.isWhitespace).map(String.init)
        guard !words.isEmpty else { return [] }
        session.set("waymark.tenant", to: String(tenant))
        let full = words.joined(separator: " ")
        let whole = try session.query(
            """
            \(sql: columns) from ref.person p
            where p.tenant = \(tenant) and p.erased_at is null and lower(\(full)) in (
                lower(concat_ws(' ', p.given_name, p.family_name)),
                lower(concat_ws(' ', coalesce(p.preferred_name, p.given_name), p.family_name)),
                lower(concat_ws(' ', p.given_name, p.middle_name, p.family_name)))
            order by p.family_name, p.given_name, p.source_id limit \(limit)
            """
        ).map(Person.init)
        guard whole.isEmpty, !isWhole else { return whole }
        return try session.query(
            """
            \(sql: columns) from ref.person p
            where p.tenant = \(tenant) and p.erased_at is null and not exists (
                select from unnest(\(words)) word where strpos(
                    lower(concat_ws(' ', p.given_name, p.preferred_name, p.middle_name, p.family_name)),
                    lower(word)) = 0)
            order by p.family_name, p.given_name, p.source_id limit \(limit)
            """
        ).map(Person.init)
    }

    private static let columns: SQL = """
        select p.person, p.source_id,
            nullif(concat_ws(' ', coalesce(p.preferred_name, p.given_name), p.family_name), ''), p.roles,
            array(select s.name from ref.school s where s.tenant = p.tenant and s.school in (
                select e.school from ref.enrolment e
                where e.tenant = p.tenant and e.person = p.person and e.ended_on is null
                union select r.school from ref.person_role r
                where r.tenant = p.tenant and r.person = p.person and r.ended_on is null) order by s.name),
            p.erased_at is not null
        """
}

extension Person {
    fileprivate init(_ row: Row) throws(PostgresError) {
        self.init(
            id: try row[0, as: PersonID.self], sourceID: try row[1, as: String.self],
            name: try row[2, as: String?.self], roles: try row[3, as: [String].self],
            schools: try row[4, as: [String].self], isErased: try row[5, as: Bool.self])
    }
}
