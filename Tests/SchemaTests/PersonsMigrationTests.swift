import LibPQ
import Schema
import TestSupport
import Testing

/// Replies to offers of other ids: at once where nobody is, by a rebuild where there are districts.
struct PersonsMigrationTests {
    @Test func `a database with a district keeps its version, its views answer, and a rebuild takes their place`()
        async throws
    {
        for hasDistrict in [false, true] {
            try await withEmptyDatabase { database in
                try await Migrator(
                    database.options, migrations: Migration.all.filter { $0.name < "0018" }
                ).migrate()
                let connection = try await Connection.connect(database.options)
                if hasDistrict {
                    try await connection.run { session in
                        _ = try session.execute(
                            "insert into log.tenant (tenant, tenant_id, name) values (1, gen_random_uuid(), 'Old')")
                        // One that is being loaded gets its keys later, with the new table among its own.
                        _ = try session.query("select proj.begin_build('access', 1)")
                    }
                }
                try await Migrator(
                    database.options, migrations: Migration.all.filter { $0.name < "0020" }
                ).migrate()
                let version = try await connection.run { session in
                    try session.query(
                        "select version from proj.registry where projection = 'access' and state = 'live'"
                    ).single(as: Int32.self)
                }
                #expect(version == (hasDistrict ? 1 : 2))
                try await connection.run { session in
                    for view in ["analytics.access", "analytics.access_crossed", "proj.access_reply"] {
                        #expect(try session.query("select from \(unsafeRaw: view)").isEmpty)
                    }
                    if hasDistrict { _ = try session.query("select proj.finish_load('access', 2)") }
                    _ = try session.query("select proj.promote('access', proj.begin_build('access', 2))")
                    #expect(try session.query("select event_id from proj.access_offer").isEmpty)
                    #expect(try session.query("select from analytics.access").isEmpty)
                    // What was retired can go, the new table with it.
                    _ = try session.query("select proj.drop_build('access', 1)")
                }
                await connection.close()
            }
        }
    }
}
