import LibPQ

/// The tables of reference data that travel with a district, read from the catalogue so that none is forgotten.
enum ReferenceTables {
    /// Tables that stay, and why.
    static let staying: [String: String] = [
        "roster_lock": "a lock of this database, with nothing in it",
        "event_file": "paths and progress of files on the machine that imported them",
    ]

    /// The names of those that travel, in order.
    static func travelling(_ session: Session) throws -> [String] {
        try session.query(
            """
            select c.relname::text from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped
             where c.relnamespace = 'ref'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
             order by c.relname
            """
        ).column(as: String.self).filter { staying[$0] == nil }
    }
}
