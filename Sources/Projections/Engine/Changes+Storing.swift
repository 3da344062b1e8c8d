import EventLog
import Foundation
import LearningRecord
import LibPQ

extension Changes {
    /// Writes the changes into the tables of a build. The caller's transaction moves the checkpoint as well.
    func store(_ session: Session, tenant: Int32, build: Build) throws {
        for (index, table) in P.tables.enumerated() {
            for removal in removals(index, tenant: tenant, build: build) { try session.execute(removal) }
            try write(written[index], to: table, session, tenant: tenant, build: build)
        }
        try keep(session, tenant: tenant, build: build)
        try Parked.store(parked, session, tenant: tenant, build: build)
    }

    static var stateColumns: [String] { ["tenant", "learner", "state"] }

    /// The statements that take away from a table what is no more; they come before those that write.
    func removals(_ index: Int, tenant: Int32, build: Build) -> [SQL] {
        let (table, withdrawn, removed) = (P.tables[index], withdrawn[index], removed[index])
        var statements: [SQL] = []
        if !withdrawn.isEmpty {
            let (learners, moments) = (withdrawn.map(\.learner), withdrawn.map(\.from))
            let columns = table.thenBy.map { "stored.\(identifier: $0)" as SQL }
            statements.append(
                """
                delete from proj.\(identifier: build.table(table)) stored
                using unnest(\(learners), \(moments.map(\.at)), \(moments.map(\.position))) gone (learner, at, position)
                where stored.tenant = \(tenant) and stored.learner = gone.learner
                  and (\(sql: columns[0]), \(sql: columns[1])) >= (gone.at, gone.position)
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

    private func write(
        _ written: [Written], to table: ProjectionTable, _ session: Session, tenant: Int32, build: Build
    ) throws {
        if written.isEmpty { return }
        let target = Staging(table, of: build)
        try target.upsert(session) { copy in
            for item in written { try copy.row { item.row.write(to: &$0, tenant: tenant, learner: item.learner) } }
        }
    }

    private func keep(_ session: Session, tenant: Int32, build: Build) throws {
        if states.isEmpty { return }
        let target = Staging(statesOf: build, columns: Self.stateColumns)
        try target.upsert(session) { copy in
            for state in states {
                try copy.row { $0.append(state: state.bytes, tenant: tenant, learner: state.learner) }
            }
        }
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
