import Foundation
import LibPQ
import Schema
import TestSupport
import Testing

struct MigrationsTests {
    @Test func `names are unique and sort in the order of application`() {
        let names = Migration.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names == names.sorted())
    }

    @Test func `every SQL file of the folder is registered, byte for byte`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Schema").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }
        #expect(files.sorted() == Migration.all.map { $0.name + ".sql" })
        for migration in Migration.all {
            let file = try String(contentsOf: folder.appendingPathComponent(migration.name + ".sql"), encoding: .utf8)
            #expect(migration.sql == file, "\(migration.file)")
        }
    }

    @Test func `a checksum is the SHA-256 of the text`() {
        // FIPS 180-2, appendix B.1.
        #expect(
            Migration(name: "x", sql: Array("abc".utf8)).checksum
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `the product's role may read what was applied and change none of it`() async throws {
        try await withTestDatabase { database in
            #expect(try await Migrator(database.app).pending() == [])
            let connection = try await Connection.connect(database.app)
            await #expect(throws: PostgresError.self) {
                try await connection.run { _ = try $0.execute("delete from waymark.migration") }
            }
            await connection.close()
        }
    }
}
