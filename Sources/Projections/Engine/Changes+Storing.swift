import EventLog
import Foundation
import LearningRecord
import LibPQ

extension Changes {
    /// Hands on the statements that write the changes into the tables of a build, in order. The transaction that runs them
    /// moves the checkpoint as well.
    /// - Throws: ``ProjectionError/otherColumns(table:)``; what `body` throws.
    func store(_ writer: inout RowWriter, tenant: Int32, build: Build, _ body: (SQL) throws -> Void) throws {
        for (index, table) in P.tables.enumerated() {
            for removal in removals(index, tenant: tenant, build: build) { try body(removal) }
            try writer.write(
                places(of: index), to: RowTarget(table, of: build),
                {
                    written[$0.learner].rows[$0.row].write(
                        to: &$1, tenant: tenant, learner: written[$0.learner].learner)
                },
                body)
        }
        try writer.write(
            states, to: RowTarget(statesOf: build),
            { $1.append(state: $0.bytes, tenant: tenant, learner: $0.learner) }, body)
        if !parked.isEmpty { try body(Parked.storing(parked, tenant: tenant, build: build)) }
    }

    /// Where the rows of a table are. Rows are large: they are written from there, and not copied.
    private func places(of table: Int) -> [(learner: Int, row: Int)] {
        written.indices.flatMap { learner in
            let rows = written[learner].rows
            return rows.indices.lazy.filter { rows[$0].table == table }.map { (learner, $0) }
        }
    }

    /// The statements that take away from a table what is no more; they come before those that write.
    private func removals(_ index: Int, tenant: Int32, build: Build) -> [SQL] {
        let (table, withdrawn, removed) = (P.tables[index], withdrawn[index], removed[index])
        var statements: [SQL] = []
        if !withdrawn.isEmpty, let start = table.start {
            let (learners, moments) = (withdrawn.map(\.learner), withdrawn.map(\.from))
            let (name, at): (SQL, SQL) = ("proj.\(identifier: build.table(table))", "\(identifier: start.at)")
            let change: SQL =
                start.outlastsWithdrawal
                ? "update \(sql: name) stored set \(sql: at) = null from" : "delete from \(sql: name) stored using"
            statements.append(
                """
                \(sql: change) unnest(\(learners), \(moments.map(\.at)), \(moments.map(\.position))) gone (learner, at, position)
                where stored.tenant = \(tenant) and stored.learner = gone.learner
                  and (stored.\(sql: at), stored.\(identifier: start.position)) >= (gone.at, gone.position)
                """)
        }
        if !removed.isEmpty {
            let keys: SQL =
                switch table.key {
                case .id: "\(removed.compactMap(\.key.id))"
                case .position: "\(removed.compactMap(\.key.position))"
                }
            statements.append(
                """
                delete from proj.\(identifier: build.table(table)) stored
                using unnest(\(removed.map(\.learner)), \(sql: keys)) gone (learner, key)
                where stored.tenant = \(tenant) and stored.learner = gone.learner
                  and stored.\(identifier: table.keyColumn) = gone.key
                """)
        }
        return statements
    }
}

extension ProjectionRow {
    /// Writes the whole row of a learner: the key, then the columns of the projection.
    func write(to row: inout CopyRow, tenant: Int32, learner: LearnerID) {
        row.append(tenant)
        row.append(learner)
        switch key {
        case .id(let id): row.append(id)
        case .position(let position): row.append(position)
        }
        write(to: &row)
    }
}

extension CopyRow {
    /// Writes the row of a state.
    mutating func append(state bytes: [UInt8], tenant: Int32, learner: LearnerID) {
        append(tenant)
        append(learner)
        append(bytes)
    }
}

extension RowKey {
    fileprivate var id: UUID? { if case .id(let id) = self { id } else { nil } }
    fileprivate var position: Int64? { if case .position(let position) = self { position } else { nil } }
}
