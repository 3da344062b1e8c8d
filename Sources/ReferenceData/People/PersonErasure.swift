public import LearningRecord
public import LibPQ

/// Empties who a person was. What the log holds under the pseudonym stays, and leads to nobody.
public enum PersonErasure {
    /// Empties the person's row (the id in the system it came from included), and deletes groups, roles, enrolments of
    /// the roster and relationships. A person the tables do not know is fine.
    ///
    /// A roster that still holds the person brings them back as somebody new: take them out of it first.
    /// - Throws: `PostgresError`.
    public static func erase(_ session: Session, tenant: Int32, person: PersonID) throws(PostgresError) {
        session.set("waymark.tenant", to: String(tenant))
        _ = try session.execute(
            """
            update ref.person set source_id = 'erased:' || person, given_name = null, middle_name = null,
                family_name = null, preferred_name = null, email = null, birth_date = null, roles = '{}',
                fingerprint = null, ended_on = coalesce(ended_on, current_date),
                erased_at = coalesce(erased_at, clock_timestamp())
            where tenant = \(tenant) and person = \(person)
            """)
        _ = try session.execute(
            "delete from ref.group_membership where tenant = \(tenant) and learner = \(person)")
        _ = try session.execute("delete from ref.person_role where tenant = \(tenant) and person = \(person)")
        _ = try session.execute("delete from ref.enrolment where tenant = \(tenant) and person = \(person)")
        // What a roster decided and did not yet record cannot be recorded any more.
        _ = try session.execute("delete from ref.pending_event where tenant = \(tenant) and learner = \(person)")
        _ = try session.execute(
            "delete from ref.relationship where tenant = \(tenant) and (person = \(person) or other = \(person))")
        try eraseAccess(session, tenant: tenant, person: person)
    }

    /// Ends the person's accounts and empties them, and takes out what others wrote about who may see the record. That
    /// somebody looked, and when, stays: the pseudonym leads to nobody.
    private static func eraseAccess(_ session: Session, tenant: Int32, person: PersonID) throws(PostgresError) {
        _ = try session.execute(
            """
            delete from access.session s using access.account a
             where s.tenant = \(tenant) and a.tenant = s.tenant and a.account = s.account and a.person = \(person)
            """)
        _ = try session.execute(
            """
            delete from access.link l using access.account a
             where l.tenant = \(tenant) and a.tenant = l.tenant and a.account = l.account and a.person = \(person)
            """)
        _ = try session.execute(
            """
            update access.account set login = 'erased:' || account, name = 'erased', person = null, password = null,
                issuer = null, subject = null, language = null, ended_at = coalesce(ended_at, clock_timestamp())
            where tenant = \(tenant) and person = \(person)
            """)
        _ = try session.execute(
            "update access.opening set reason = '' where tenant = \(tenant) and learner = \(person)")
        _ = try session.execute(
            """
            update access.restriction set reason = '' where tenant = \(tenant)
               and (learner = \(person) or person = \(person))
            """)
    }
}
