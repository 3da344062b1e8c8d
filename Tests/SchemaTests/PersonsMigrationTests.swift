import LibPQ
import Schema
import TestSupport
import Testing

/// What one id of a person says of another's offers and requests: at once where nobody is, by a rebuild where there are districts.
struct PersonsMigrationTests {
    @Test(arguments: [("0018", "0019", Int32(2)), ("0019", "0020", 3)])
    func `a database with a district keeps its version, its views answer, and a rebuild takes their place`(
        first: String, next: String, version: Int32
    ) async throws {
        for hasDistrict in [false, true] {
            try await withEmptyDatabase { database in
                try await Migrator(
                    database.options, migrations: Migration.all.filter { $0.name < first }
                ).migrate()
                let connection = try await Connection.connect(database.options)
                if hasDistrict {
                    try await connection.run { session in
                        _ = try session.execute(
                            "insert into log.tenant (tenant, tenant_id, name) values (1, gen_random_uuid(), 'Old')")
                        // One that is being loaded gets its keys later, with the new table among its own.
                        _ = try session.query("select proj.begin_build('access', \(version - 1))")
                    }
                }
                try await Migrator(
                    database.options, migrations: Migration.all.filter { $0.name < next }
                ).migrate()
                let found = try await connection.run { session in
                    try session.query(
                        "select version from proj.registry where projection = 'access' and state = 'live'"
                    ).single(as: Int32.self)
                }
                #expect(found == (hasDistrict ? version - 1 : version))
                try await connection.run { session in
                    for view in ["analytics.access", "analytics.access_crossed", "proj.access_reply"] {
                        #expect(try session.query("select from \(unsafeRaw: view)").isEmpty)
                    }
                    if hasDistrict { _ = try session.query("select proj.finish_load('access', 2)") }
                    _ = try session.query("select proj.promote('access', proj.begin_build('access', \(version)))")
                    #expect(try session.query("select event_id from proj.access_offer").isEmpty)
                    if version > 2 {
                        #expect(try session.query("select event_id, request_id from proj.access_support").isEmpty)
                    }
                    #expect(try session.query("select from proj.access_asked").isEmpty)
                    #expect(try session.query("select from analytics.access").isEmpty)
                    // What was retired can go, the new table with it.
                    _ = try session.query("select proj.drop_build('access', 1)")
                }
                await connection.close()
            }
        }
    }
}
