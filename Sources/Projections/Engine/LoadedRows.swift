import LearningRecord
import LibPQ

/// The rows and states of learners of whom nothing is there yet, as the bytes that COPY takes.
struct LoadedRows<P: Projection>: Sendable {
    /// By table.
    private var tables = P.tables.map { _ in CopyRows() }
    private var states = CopyRows()

    /// How many bytes they are.
    var size: Int { tables.reduce(states.size) { $0 + $1.size } }

    /// Empties them and keeps their memory.
    mutating func removeAll() {
        for table in tables.indices { tables[table].removeAll() }
        states.removeAll()
    }

    /// Takes in what became of a learner.
    mutating func add(_ fold: P.Fold, of learner: LearnerID, tenant: Int32) {
        for row in fold.rows {
            tables[row.table].row { row.write(to: &$0, tenant: tenant, learner: learner) }
        }
        states.row { $0.append(state: fold.bytes, tenant: tenant, learner: learner) }
    }

    /// Copies them into the bare tables of a build that is being loaded.
    func copy(_ session: Session, to build: Build) throws {
        for (rows, table) in zip(tables, P.tables) {
            try copy(rows, session, to: build.table(table), columns: table.allColumns)
        }
        try copy(states, session, to: build.stateTable, columns: RowTarget(statesOf: build).columns)
    }

    private func copy(_ rows: CopyRows, _ session: Session, to table: String, columns: [String]) throws {
        if rows.isEmpty { return }
        let names = columns.dropFirst().reduce("\(identifier: columns[0])" as SQL) { "\(sql: $0), \(identifier: $1)" }
        _ = try session.copyIn("copy proj.\(identifier: table) (\(sql: names)) from stdin (format binary)") {
            try $0.rows(rows)
        }
    }
}
