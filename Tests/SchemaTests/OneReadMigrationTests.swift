import LibPQ
import Schema
import TestSupport
import Testing

/// A policy for each role, and a view of what is kept of learners, in a database that had builds before.
@Suite("The migration to a policy for each role")
struct OneReadMigrationTests {
    @Test("leaves every table its fence, and shows what every live build keeps")
    func migrate() async throws {
        try await withEmptyDatabase { database in
            try await Migrator(database.options, migrations: Migration.all.filter { $0.name < "0020" }).migrate()
            let connection = try await Connection.connect(database.options)
            let fenced = try await connection.run { session in
                _ = try session.execute(
                    "insert into log.tenant (tenant, tenant_id, name) values (1, gen_random_uuid(), 'Old')")
                _ = try session.query("select proj.promote('continuum', proj.begin_build('continuum', 2))")
                // Bare, and so without a fence until it is loaded.
                _ = try session.query("select proj.begin_build('transcript', 2)")
                return try Self.fenced(session)
            }
            #expect(fenced.count > 40)
            try await Migrator(database.options, migrations: Migration.all.filter { $0.name < "0021" }).migrate()
            #expect(try await connection.run { try Self.fenced($0) } == fenced)
            try await Migrator(database.options).migrate()
            let now = try await connection.run { try Self.fenced($0) }
            #expect(now.isSuperset(of: fenced))
            try await connection.run { session in
                let unlike = try session.query(
                    """
                    select c.oid::regclass::text from pg_class c
                     where c.relrowsecurity and (select array_agg(p.polname::text order by p.polname)
                           from pg_policy p where p.polrelid = c.oid)
                           is distinct from array['tenant_of_app', 'tenant_of_staff']
                    """
                ).column(as: String.self)
                #expect(unlike == [])
                let projections = try session.query("select projection from proj.projection").column(as: String.self)
                #expect(projections.count == 5)
                for name in projections {
                    let states = "\(name)_state"
                    #expect(try session.query("select from proj.\(identifier: states)").isEmpty)
                }
                _ = try session.query("select proj.promote('transcript', 2)")
                #expect(try session.query("select from proj.transcript_state_b2").isEmpty)
                #expect(try Self.fenced(session).count == now.count + 4)
            }
            await connection.close()
        }
    }

    private static func fenced(_ session: Session) throws -> Set<String> {
        Set(
            try session.query("select oid::regclass::text from pg_class where relrowsecurity").column(as: String.self))
    }
}
