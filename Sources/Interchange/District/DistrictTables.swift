import LibPQ

/// The tables beside the log that travel with a district, read from the catalogue so that none is forgotten.
///
/// Whoever adds a table to the schemas `ref` or `access` names it here: among those that travel, or among those that stay
/// with the reason. A test compares both with the catalogue; until then a new table travels.
enum DistrictTables {
    /// Tables that travel, in the order in which they arrive: what others refer to comes first.
    static let travelling = [
        "access.account", "access.opening", "access.record_read", "access.restriction", "access.role_grant",
        "access.token", "ref.association", "ref.competency", "ref.course", "ref.default_level", "ref.enrolment",
        "ref.framework", "ref.group_membership", "ref.import_run", "ref.level", "ref.mastery_policy",
        "ref.pending_event", "ref.person", "ref.person_role", "ref.relationship", "ref.retention_run",
        "ref.retention_schedule", "ref.retention_tally", "ref.school", "ref.section", "ref.term",
        "ref.transcript_settings",
    ]

    /// Tables that stay, and why.
    static let staying: [String: String] = [
        "access.session": "whoever is signed in is signed in at one place",
        "access.link": "links to one place, which open nothing in another",
        "ref.roster_lock": "a lock of this database, with nothing in it",
        "ref.import_request": "imports that a service of this database was asked for; import_run says what they did",
        "ref.event_file": "paths and progress of files on the machine that imported them",
    ]

    /// The names of all such tables that belong to districts, in order.
    static func all(_ session: Session) throws -> [String] {
        try session.query(
            """
            select n.nspname || '.' || c.relname from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
              join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped
             where n.nspname in ('access', 'ref') and c.relkind in ('r', 'p') and not c.relispartition
             order by 1
            """
        ).column(as: String.self)
    }

    /// The names of those that travel, in order.
    static func travelling(_ session: Session) throws -> [String] {
        try all(session).filter { staying[$0] == nil }
    }

    /// The file in which a table's rows travel.
    static func file(of table: String) -> String { table + ".jsonl" }

    /// The table whose rows a file holds; `nil` where it holds something else.
    static func table(of file: String) -> String? {
        guard file.hasPrefix("ref.") || file.hasPrefix("access.") else { return nil }
        return String(file.dropLast(".jsonl".count))
    }

    /// A table of the catalogue as it is spelt in a statement.
    static func sql(_ table: String) -> SQL {
        let parts = table.split(separator: ".", maxSplits: 1).map(String.init)
        return "\(identifier: parts.first ?? "").\(identifier: parts.last ?? "")"
    }
}
