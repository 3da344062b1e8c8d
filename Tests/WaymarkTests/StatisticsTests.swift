import Foundation
import LibPQ
import TestSupport
import Testing

@Suite("Statistics of the tables that imports fill")
struct StatisticsTests {
    @Test("are right when an import ends, when another has tripled the tables, and when tables were rebuilt")
    func known() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            _ = try await program.run("district", "create", "Lakeside")
            for learners in [1_500, 4_500] {
                let roster = try Roster(school: "School", learners: learners)
                defer { try? roster.remove() }
                let outcome = try await program.run("import", "oneroster", roster.folder.path)
                #expect(outcome.status == 0, "\(outcome.errors)")
                try await check(database, rows: learners)
            }
            let rebuilt = try await program.run("rebuild", "access")
            #expect(rebuilt.status == 0, "\(rebuilt.errors)")
            try await check(database, rows: 4_500)
        }
    }

    /// Holds what the planner takes for the number of rows against their number.
    private func check(_ database: TestDatabase, rows: Int) async throws {
        let connection = try await Connection.connect(database.options)
        let found = try await connection.run { session in
            let tables = try session.query(
                """
                select n.nspname::text, c.relname::text, c.reltuples::float8
                  from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname in ('ref', 'proj') and c.relkind = 'r'
                """)
            return try tables.map { table in
                let (schema, name) = (try table[0, as: String.self], try table[1, as: String.self])
                let count = try session.query("select count(*) from \(identifier: schema).\(identifier: name)")
                return (
                    name: "\(schema).\(name)", taken: try table[2, as: Double.self],
                    count: Double(try count.single(as: Int64.self))
                )
            }
        }
        await connection.close()
        let large = found.filter { $0.count >= 1_000 }
        for table in large {
            #expect(abs(table.taken - table.count) <= table.count / 10, "\(table)")
        }
        for name in ["ref.person", "ref.enrolment", "ref.group_membership"] {
            #expect(large.contains { $0.name == name && $0.count >= Double(rows) }, "\(name)")
        }
        #expect(large.contains { $0.name.hasPrefix("proj.access_enrolment_b") })
        #expect(large.contains { $0.name.hasPrefix("proj.access_state_b") })
    }
}
