import LibPQ

/// The tables of reference data that travel with a district, read from the catalogue so that none is forgotten.
///
/// Whoever adds a table to the schema `ref` names it here: among those that travel, or among those that stay with the
/// reason. A test compares both with the catalogue; until then a new table travels.
enum ReferenceTables {
    /// Tables that travel, in order.
    static let travelling = [
        "association", "competency", "course", "default_level", "enrolment", "framework", "group_membership",
        "import_run", "level", "mastery_policy", "pending_event", "person", "person_role", "relationship",
        "retention_run", "retention_schedule", "retention_tally", "school", "section", "term", "transcript_settings",
    ]

    /// Tables that stay, and why.
    static let staying: [String: String] = [
        "roster_lock": "a lock of this database, with nothing in it",
        "import_request": "imports that a service of this database was asked for; import_run says what they did",
        "event_file": "paths and progress of files on the machine that imported them",
    ]

    /// The names of all tables of reference data that belong to districts, in order.
    static func all(_ session: Session) throws -> [String] {
        try session.query(
            """
            select c.relname::text from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped
             where c.relnamespace = 'ref'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
             order by c.relname
            """
        ).column(as: String.self)
    }

    /// The names of those that travel, in order.
    static func travelling(_ session: Session) throws -> [String] {
        try all(session).filter { staying[$0] == nil }
    }
}
