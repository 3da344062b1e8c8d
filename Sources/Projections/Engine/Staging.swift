import LibPQ

/// Writes many rows at once: COPY into a temporary table, and from there into the table itself. COPY cannot write to a
/// table under row-level security.
struct Staging {
    /// The temporary table, one for each connection.
    let name: String
    /// The table of the schema `proj` that has the same columns.
    let template: String
    /// The table of the schema `proj` that the rows go to.
    let target: String
    /// Every column, the key first.
    let columns: [String]
    /// How many columns the key has.
    let keyCount: Int

    /// Inserts the rows that `body` writes; those whose key is there already take the place of what is there.
    func upsert(_ session: Session, _ body: (inout CopyWriter) throws -> Void) throws {
        try session.execute(
            """
            create temporary table if not exists \(identifier: name)
            (like proj.\(identifier: template)) on commit delete rows
            """)
        _ = try session.copyIn(
            "copy pg_temp.\(identifier: name) (\(sql: list(columns))) from stdin (format binary)", body)
        try session.execute(
            """
            insert into proj.\(identifier: target) (\(sql: list(columns)))
            select \(sql: list(columns)) from pg_temp.\(identifier: name)
            on conflict (\(sql: list(Array(columns.prefix(keyCount))))) do update set \(sql: assignments)
            """)
    }

    private func list(_ names: [String]) -> SQL {
        names.dropFirst().reduce("\(identifier: names[0])" as SQL) { "\(sql: $0), \(identifier: $1)" }
    }

    private var assignments: SQL {
        let rest = columns.dropFirst(keyCount).map { "\(identifier: $0) = excluded.\(identifier: $0)" as SQL }
        return rest.dropFirst().reduce(rest[0]) { "\(sql: $0), \(sql: $1)" }
    }
}
