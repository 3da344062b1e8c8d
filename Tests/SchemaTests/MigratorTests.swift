import LibPQ
import Schema
import TestSupport
import Testing

struct MigratorTests {
    private static let first = migration("0001_first", "create table public.one (n int);")
    private static let second = migration("0002_second", "create table public.two (n int); insert into two values (2);")

    @Test func `each migration is applied once, in order`() async throws {
        try await withEmptyDatabase { database in
            let early = Migrator(database.options, migrations: [Self.first])
            #expect(try await early.pending() == ["0001_first"])
            let applied = [try await early.migrate(), try await early.migrate()]
            #expect(applied == [["0001_first"], []])

            let later = Migrator(database.options, migrations: [Self.first, Self.second])
            #expect(try await later.pending() == ["0002_second"])
            #expect(try await later.migrate() == ["0002_second"])
            #expect(try await later.pending() == [])
            #expect(try await value("select n from two", as: Int32.self, in: database) == 2)
            #expect(
                try await value(
                    "select string_agg(name || ' ' || checksum || ' ' || applied_by, ',' order by name)"
                        + " from waymark.migration", as: String.self, in: database)
                    == "0001_first \(Self.first.checksum) waymark_admin,"
                    + "0002_second \(Self.second.checksum) waymark_admin")
        }
    }

    @Test func `an edited old migration is refused by name, with the date it was applied`() async throws {
        try await withEmptyDatabase { database in
            try await Migrator(database.options, migrations: [Self.first]).migrate()
            let edited = migration("0001_first", "create table public.one (n bigint);")
            for call in [Migrator.migrate, Self.pending] {
                let error = await #expect(throws: MigrationError.self) {
                    _ = try await call(Migrator(database.options, migrations: [edited, Self.second]))()
                }
                let text = try #require(error).description
                #expect(text.hasPrefix("Schema/0001_first.sql was changed after it was applied on 20"), "\(text)")
            }
            #expect(try await value("select to_regclass('two') is null", as: Bool.self, in: database))
        }
    }

    @Test func `a database newer than the program is refused`() async throws {
        try await withEmptyDatabase { database in
            try await Migrator(database.options, migrations: [Self.first, Self.second]).migrate()
            let error = await #expect(throws: MigrationError.self) {
                try await Migrator(database.options, migrations: [Self.first]).migrate()
            }
            #expect(error?.description.contains("0002_second") == true)
        }
    }

    @Test func `a migration put before an applied one is refused`() async throws {
        try await withEmptyDatabase { database in
            try await Migrator(database.options, migrations: [Self.second]).migrate()
            let error = await #expect(throws: MigrationError.self) {
                try await Migrator(database.options, migrations: [Self.first, Self.second]).migrate()
            }
            #expect(error?.description.contains("Schema/0001_first.sql is not applied") == true)
        }
    }

    @Test func `a failing migration leaves nothing of itself, and keeps those before it`() async throws {
        try await withEmptyDatabase { database in
            let broken = migration("0002_broken", "create table public.half (n int); select 1/0;")
            let error = await #expect(throws: MigrationError.self) {
                try await Migrator(database.options, migrations: [Self.first, broken]).migrate()
            }
            #expect(error?.description.hasPrefix("Schema/0002_broken.sql could not be applied") == true)
            #expect(error?.debugDescription.contains("division by zero") == true)
            let half = try await value("select to_regclass('half') is not null", as: Bool.self, in: database)
            let one = try await value("select to_regclass('one') is not null", as: Bool.self, in: database)
            #expect(!half && one)
            let mended = try await Migrator(database.options, migrations: [Self.first, Self.second]).migrate()
            #expect(mended == ["0002_second"])
        }
    }

    @Test func `a role that a migration leaves set does not own the record`() async throws {
        try await withEmptyDatabase { database in
            let forgetful = migration("0001_forgetful", "set role pg_database_owner; select 1;")
            let applied = try await Migrator(database.options, migrations: [forgetful]).migrate()
            #expect(applied == ["0001_forgetful"])
        }
    }

    @Test func `eight migrators at once apply each migration once`() async throws {
        try await withEmptyDatabase { database in
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<8 {
                    group.addTask { try await Migrator(database.options).migrate() }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == Migration.all.map(\.name))
        }
    }

    private static func pending(_ migrator: Migrator) -> () async throws -> [String] {
        { try await migrator.pending() }
    }
}

private func migration(_ name: String, _ sql: String) -> Migration {
    Migration(name: name, sql: Array(sql.utf8))
}

private func value<T: PostgresDecodable & Sendable>(
    _ query: String, as type: T.Type, in database: TestDatabase
) async throws -> T {
    let connection = try await Connection.connect(database.options)
    let value = try await connection.read { try $0.query(SQL(unsafeRaw: query)).single(as: T.self) }
    await connection.close()
    return value
}
