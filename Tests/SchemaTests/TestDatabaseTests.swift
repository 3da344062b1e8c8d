import LibPQ
import Schema
import TestSupport
import Testing

/// The tests' own ground.
struct TestDatabaseTests {
    @Test func `databases of parallel tests are apart, migrated, and dropped`() async throws {
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<12 {
                group.addTask {
                    try await withTestDatabase { database in
                        let connection = try await Connection.connect(database.options)
                        let seen = try await connection.run { session in
                            _ = try session.execute("create table public.mine (number int8)")
                            _ = try session.execute("insert into public.mine values (\(Int64(number)))")
                            return try session.query("select number from public.mine").column(as: Int64.self)
                        }
                        // Left open on purpose: dropping ends it.
                        #expect(seen == [Int64(number)])
                        #expect(try await Migrator(database.options).pending() == [])
                        return database.name
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(names).count == 12)
        try await withEmptyDatabase { database in
            let connection = try await Connection.connect(database.options)
            let left = try await connection.read {
                try $0.query("select datname::text from pg_database where datname = any (\(names))")
                    .column(as: String.self)
            }
            await connection.close()
            #expect(left == [])
        }
    }

    @Test func `a database is dropped also when its test throws`() async throws {
        struct Expected: Error {}
        await #expect(throws: Expected.self) {
            try await withTestDatabase { _ in throw Expected() }
        }
    }

    @Test func `the URI leads to the same database, as superuser`() async throws {
        try await withTestDatabase { database in
            let connection = try await Connection.connect(ConnectionOptions(url: database.url))
            let name = try await connection.read {
                try $0.query("select current_database()::text || current_setting('is_superuser')")
                    .single(as: String.self)
            }
            #expect(name == database.name + "on")
            await connection.close()
        }
    }

    @Test func `the same seed gives the same numbers`() {
        var one = SeededGenerator(seed: 7)
        var other = SeededGenerator(seed: 7)
        #expect((0..<100).map { _ in one.next() } == (0..<100).map { _ in other.next() })
        var zero = SeededGenerator(seed: 0)
        // The reference implementation's first number of seed 0.
        #expect(zero.next() == 0xe220_a839_7b1d_cdaf)
    }
}
