import LibPQ

/// A table of a build that rows are written to: those whose key is there already take the place of what is there.
struct RowTarget {
    /// The table of the schema `proj` whose rows have the type in which rows are sent.
    let template: String
    /// The table of the schema `proj` that the rows go to.
    let name: String
    /// Every column, the key first.
    let columns: [String]
    /// How many columns the key has.
    private let keyCount: Int

    /// A table of a projection.
    init(_ table: ProjectionTable, of build: Build) {
        template = "\(table.name)_template"
        name = build.table(table)
        columns = table.allColumns
        keyCount = 3 + table.thenBy.count
    }

    /// The table of the states.
    init(statesOf build: Build) {
        template = "state_template"
        name = build.stateTable
        columns = ["tenant", "learner", "state"]
        keyCount = 2
    }

    /// The text of the statement that inserts or replaces rows, before and after their value.
    var upsert: (head: SQL, tail: SQL) {
        let list = list(columns)
        return (
            "insert into proj.\(identifier: name) (\(sql: list)) select \(sql: list) from unnest(",
            """
            ::proj.\(identifier: template)[])
            on conflict (\(sql: self.list(Array(columns.prefix(keyCount))))) do update set \(sql: assignments)
            """
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
