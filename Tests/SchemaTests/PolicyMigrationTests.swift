import LibPQ
import Schema
import TestSupport
import Testing

/// The continuum's new columns: at once where nobody is, by a rebuild where there are districts.
struct PolicyMigrationTests {
    @Test func `a fresh database has the new tables, one with a district keeps its own until it is rebuilt`()
        async throws
    {
        for hasDistrict in [false, true] {
            try await withEmptyDatabase { database in
                let before = Migration.all.filter { $0.name < "0012" }
                let after = Migration.all.filter { $0.name < "0013" }
                try await Migrator(database.options, migrations: before).migrate()
                let connection = try await Connection.connect(database.options)
                if hasDistrict {
                    try await connection.run { session in
                        _ = try session.execute(
                            "insert into log.tenant (tenant, tenant_id, name) values (1, gen_random_uuid(), 'Old')")
                    }
                }
                #expect(try await Migrator(database.options, migrations: after).migrate() == ["0012_policy"])
                let (version, hasPieces) = try await connection.run { session in
                    (
                        try session.query(
                            "select version from proj.registry where projection = 'continuum' and state = 'live'"
                        ).single(as: Int32.self),
                        try Self.hasPieces(session)
                    )
                }
                #expect(version == (hasDistrict ? 1 : 2))
                #expect(hasPieces == !hasDistrict)
                let isThere = try await connection.run { session in
                    _ = try session.query("select proj.promote('continuum', proj.begin_build('continuum', 2))")
                    return try Self.hasPieces(session)
                }
                #expect(isThere)
                await connection.close()
            }
        }
    }

    private static func hasPieces(_ session: Session) throws -> Bool {
        try session.query(
            """
            select exists (select from pg_attribute
                           where attrelid = 'proj.continuum'::regclass and attname = 'pieces' and not attisdropped)
            """
        ).single(as: Bool.self)
    }
}
