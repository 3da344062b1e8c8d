import LibPQ

/// Where rows are written, and how: those whose key is there already take the place of what is there.
///
/// Many go by COPY into a temporary table and from there into the table itself, since COPY cannot write to a table under
/// row-level security. A few go as one value of one statement, which needs no answer before the next.
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

    /// A table of a build.
    init(_ table: ProjectionTable, of build: Build) {
        name = "staged_\(table.name)"
        template = "\(table.name)_template"
        target = build.table(table)
        columns = table.allColumns
        keyCount = 3 + table.thenBy.count
    }

    /// The table of the states of a build.
    init(statesOf build: Build, columns: [String]) {
        name = "staged_state"
        template = "state_template"
        target = build.stateTable
        self.columns = columns
        keyCount = 2
    }

    /// Inserts or replaces the rows that `body` writes.
    func upsert(_ session: Session, _ body: (inout CopyWriter) throws -> Void) throws {
        try session.execute(
            """
            create temporary table if not exists \(identifier: name)
            (like proj.\(identifier: template)) on commit delete rows
            """)
        _ = try session.copyIn(
            "copy pg_temp.\(identifier: name) (\(sql: list(columns))) from stdin (format binary)", body)
        let text = upserting
        try session.execute("\(sql: text.head)pg_temp.\(identifier: name)\(sql: text.tail)")
    }

    /// The text of the statement that inserts or replaces rows, before and after where they come from.
    var upserting: (head: SQL, tail: SQL) {
        let list = list(columns)
        return (
            "insert into proj.\(identifier: target) (\(sql: list)) select \(sql: list) from ",
            " on conflict (\(sql: self.list(Array(columns.prefix(keyCount))))) do update set \(sql: assignments)"
        )
    }

    private func list(_ names: [String]) -> SQL {
        names.dropFirst().reduce("\(identifier: names[0])" as SQL) { "\(sql: $0), \(identifier: $1)" }
    }

    private var assignments: SQL {
        let rest = columns.dropFirst(keyCount).map { "\(identifier: $0) = excluded.\(identifier: $0)" as SQL }
        return rest.dropFirst().reduce(rest[0]) { "\(sql: $0), \(sql: $1)" }
    }
}
