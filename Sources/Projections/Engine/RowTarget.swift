import LibPQ

/// A table of a build that rows are written to: those whose key is there already take the place of what is there, unless
/// rows are only ever added.
struct RowTarget {
    /// The table of the schema `proj` whose rows have the type in which rows are sent.
    let template: String
    /// The table of the schema `proj` that the rows go to.
    let name: String
    /// Every column, in order.
    let columns: [String]
    /// The columns of the key; empty where no row takes the place of another.
    private let key: [String]

    /// A table of a projection.
    init(_ table: ProjectionTable, of build: Build) {
        template = "\(table.name)_template"
        name = build.table(table)
        columns = table.allColumns
        // To look for a row that is never there takes as long as to put one there.
        key = table.start == nil ? Array(columns.prefix(3)) : []
    }

    /// The table of the states.
    init(statesOf build: Build) {
        template = "state_template"
        name = build.stateTable
        columns = ["tenant", "learner", "state"]
        key = Array(columns.prefix(2))
    }

    /// The text of the statement that inserts or replaces rows, before and after their value.
    var statement: (head: SQL, tail: SQL) {
        let list = list(columns)
        return (
            "insert into proj.\(identifier: name) (\(sql: list)) select \(sql: list) from unnest(",
            "::proj.\(identifier: template)[])\(sql: replacing)"
        )
    }

    private var replacing: SQL {
        if key.isEmpty { return "" }
        let rest = columns.filter { !key.contains($0) }.map { "\(identifier: $0) = excluded.\(identifier: $0)" as SQL }
        let assignments = rest.dropFirst().reduce(rest[0]) { "\(sql: $0), \(sql: $1)" }
        return " on conflict (\(sql: list(key))) do update set \(sql: assignments)"
    }

    private func list(_ names: [String]) -> SQL {
        names.dropFirst().reduce("\(identifier: names[0])" as SQL) { "\(sql: $0), \(identifier: $1)" }
    }
}
