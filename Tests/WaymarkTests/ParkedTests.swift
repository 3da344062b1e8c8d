import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite("An event that cannot be read, on the command line")
struct ParkedTests {
    @Test("is named by project, status and continuum, holds up nobody else, and retry puts it right")
    func parked() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "North")
            let ada = try await fixture.learner("l-1", "Ada", "Moreno")
            let ben = try await fixture.learner("l-2", "Ben", "Adeyemi")
            let level = try #require(Level(2))
            func goal() -> Facts { .goalSet(GoalSet(competency: CompetencyID(UUID()), level: level)) }
            try await fixture.append(goal(), of: ada, on: "2025-09-01")
            let position = try await fixture.log.head()
            try await fixture.append(goal(), of: ben, on: "2025-09-02")
            try await Self.setLevel(500, position, database)
            let program = Program(database)

            let projected = try await program.run("project")
            #expect(projected.status == 1, "\(projected.errors) \(projected.output)")
            #expect(projected.output.contains("event"), "\(projected.errors)")
            let status = try await program.run("status", "--json")
            #expect(status.status == 0, "\(status.errors) \(status.output)")
            let rows = try #require(try JSONReader.read(Array(status.output.utf8))["tables"]?.array)
            #expect(rows.map { $0["lag"]?.integer } == Array(repeating: 0, count: 5))
            let continuum = try #require(rows.first { $0["projection"]?.string == "continuum" })
            #expect(continuum["waiting"]?.integer == 1)
            #expect(continuum["error"]?.string?.contains("event \(position)") ?? false, "\(status.output)")
            let asked = try await program.run("continuum", "Ada Moreno")
            #expect(asked.status == 0 && asked.errors.contains("before event \(position)"), "\(asked.errors)")
            #expect(try await program.run("continuum", "Ben Adeyemi").errors.isEmpty)

            let inVain = try await program.run("retry")
            #expect(inVain.status == 1 && inVain.output.contains("still waits"))
            try await Self.setLevel(2, position, database)
            let retried = try await program.run("retry", "continuum")
            #expect(retried.status == 0 && retried.output.contains("up to date"), "\(retried.output)")
            #expect(try await program.run("project").status == 0)
            #expect(try await program.run("continuum", "Ada Moreno").errors.isEmpty)
        }
    }

    @Test("a rebuild says which build people read, and can be taken back once")
    func back() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "North")
            _ = try await fixture.learner("l-1", "Ada", "Moreno")
            let program = Program(database)
            let none = try await program.run("rebuild", "--back", "access")
            #expect(none.status == 1 && none.errors.contains("waymark rebuild access"), "\(none.errors)")
            #expect(try await program.run("rebuild", "access", "--workers", "4").status == 0)
            let back = try await program.run("rebuild", "--back", "access", "--json")
            let rows = try #require(try JSONReader.read(Array(back.output.utf8)).array)
            #expect(rows.map { $0["build"]?.integer } == [1] && rows.map { $0["previous"]?.integer } == [2])
            #expect(try await program.run("rebuild", "access", "--workers", "0").status == 2)
        }
    }

    /// Changes an event as a superuser who turns the log's guards off can.
    private static func setLevel(_ level: Int16, _ position: Int64, _ database: TestDatabase) async throws {
        let connection = try await Connection.connect(database.options)
        try await connection.run { session in
            try session.script("alter table log.event disable trigger all")
            _ = try session.execute("update log.event set level = \(level) where position = \(position)")
            // As before: without its guards the product refuses to work.
            try session.script(
                """
                do $$
                declare target regclass;
                begin
                    for target in select oid::regclass from pg_class
                        where relnamespace = 'log'::regnamespace and relkind in ('r', 'p') and relname like 'event%' loop
                        execute format('alter table %s enable always trigger refuse_statement', target);
                        execute format('alter table %s enable always trigger refuse_change', target);
                    end loop;
                end $$
                """)
        }
        await connection.close()
    }
}
