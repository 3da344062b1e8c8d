import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite("Set-up commands")
struct SetUpTests {
    @Test("Without a database the error says how to start one, and ends with 5")
    func noDatabase() async throws {
        let outcome = try await Program().run("district", "list")
        #expect(outcome.status == 5)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("waymark db start"))
    }

    @Test("A server that is not there ends with 5, without a password in the error")
    func unreachable() async throws {
        let url = "postgresql://ada:s3cret@localhost:1/waymark"
        for arguments in [["status"], ["migrate"], ["district", "list"]] {
            let outcome = try await Program(environment: ["DATABASE_URL": url]).run(arguments: arguments)
            #expect(outcome.status == 5, "\(arguments)")
            #expect(!outcome.errors.contains("s3cret"))
        }
    }

    @Test("An empty database asks for migrate, which works once and then has nothing to do")
    func migrate() async throws {
        try await withEmptyDatabase { database in
            let program = Program(database)
            let before = try await program.run("district", "list")
            #expect(before.status == 5)
            #expect(before.errors.contains("waymark migrate"))
            let planned = try await program.run("migrate", "--dry-run")
            #expect(planned.output.contains("would apply 0001_foundation"))
            let first = try await program.run("migrate")
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.output.contains("applied 0001_foundation"))
            let second = try await program.run("migrate")
            #expect(second.output == "The database is up to date.\n")
            #expect(try await program.run("district", "list").status == 0)
        }
    }

    @Test("A database of a newer Waymark is refused by every command")
    func newer() async throws {
        try await withTestDatabase { database in
            let connection = try await Connection.connect(database.options)
            try await connection.run {
                _ = try $0.execute(
                    "insert into waymark.migration (name, checksum) values ('9999_later', repeat('0', 64))")
            }
            await connection.close()
            let outcome = try await Program(database).run("district", "list")
            #expect(outcome.status == 5)
            #expect(outcome.errors.contains("9999_later"))
        }
    }

    @Test("Districts are made, listed, and chosen: by name, by the environment, or because there is one")
    func districts() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            let none = try await program.run("verify")
            #expect(none.status == 2)
            #expect(none.errors.contains("waymark district create"))
            #expect(try await program.run("district", "create", "Lakeside").status == 0)
            #expect(try await program.run("verify").status == 0)
            let again = try await program.run("district", "create", "Lakeside")
            #expect(again.status == 2)
            #expect(again.errors.contains("exists already"))
            #expect(try await program.run("district", "create", "東 Hill", "--json").status == 0)
            let ambiguous = try await program.run("verify")
            #expect(ambiguous.status == 2)
            #expect(ambiguous.errors.contains("\"Lakeside\", \"東 Hill\""))
            #expect(try await program.run("verify", "--district", "東 Hill").output.contains("東 Hill"))
            let byEnvironment = Program(database, environment: ["WAYMARK_DISTRICT": "Lakeside"])
            #expect(try await byEnvironment.run("verify").output.contains("Lakeside"))
            let unknown = try await program.run("verify", "--district", "Nowhere")
            #expect(unknown.status == 2)
            #expect(unknown.errors.contains("no district named \"Nowhere\""))
            let list = try await program.run("district", "list", "--json")
            let names = try JSONReader.read(Array(list.output.utf8)).array?.compactMap { $0["name"]?.string }
            #expect(names == ["Lakeside", "東 Hill"])
        }
    }

    @Test("A key is made once, for its owner alone, and the wrong one is told from the right one")
    func keys() async throws {
        try await withTestDatabase { database in
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let home = ["WAYMARK_HOME": folder, "WAYMARK_MASTER_KEY": ""]
            let program = Program(database, environment: home)
            let without = try await program.run("key", "check")
            #expect(without.status == 1)
            #expect(without.errors.contains("waymark key create"))
            #expect(try await program.run("key", "create").status == 0)
            let mode = try FileManager.default.attributesOfItem(atPath: folder + "/master.key")[.posixPermissions]
            #expect((mode as? NSNumber)?.intValue == 0o600)
            let kept = try String(contentsOfFile: folder + "/master.key", encoding: .utf8)
            let again = try await program.run("key", "create")
            #expect(again.status == 2)
            #expect(try String(contentsOfFile: folder + "/master.key", encoding: .utf8) == kept)

            // Words of this district are sealed under the tests' own key.
            let fixture = try await Fixture(database, named: "Lakeside")
            let ada = try await fixture.learner("s-1", "Ada", "Moreno")
            try await fixture.append(
                .supportRequested(SupportRequested(support: try fixture.label("a reader"))), of: ada, on: "2025-09-01",
                words: ["note": "please"])
            let wrong = try await program.run("key", "check")
            #expect(wrong.status == 1)
            #expect(wrong.output.contains("wrong master key"))
            let right = try await Program(database).run("key", "check", "--csv")
            #expect(right.status == 0)
            #expect(right.output == "district,state,place\r\nLakeside,open with this key,in the record's database\r\n")
        }
    }

    @Test("A login that is only a member of waymark_app does the daily work, and no administrator's")
    func serviceLogin() async throws {
        try await withTestDatabase { database in
            let login = "service_" + database.name.suffix(12)
            let admin = try await Connection.connect(database.options)
            try await admin.run { session in
                _ = try session.execute("create role \(identifier: login) login")
                _ = try session.execute("grant waymark_app to \(identifier: login)")
            }
            let user = database.options.keywords["user"] ?? ""
            let url = database.url.replacingOccurrences(of: "//\(user)@", with: "//\(login)@")
            let program = Program(database, environment: ["DATABASE_URL": url])
            try await SampleDistrict.make("Riverbend", with: program)
            for arguments in [
                ["status"], ["verify"], ["equity"], ["transcript", SampleDistrict.learner, "--issue"],
                ["rebuild", "continuum"], ["erase", "learner", SampleDistrict.learner, "--yes"],
            ] {
                let outcome = try await program.run(arguments: arguments)
                #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
                #expect(!outcome.errors.contains("superuser"))
            }
            #expect(try await Program(database).run("status").errors.contains("is a superuser"))
            let refused = try await program.run("analyst", "grant", login)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("administrator"))
            try await admin.run { session in
                _ = try session.execute("revoke waymark_app from \(identifier: login)")
                _ = try session.execute("drop role \(identifier: login)")
            }
            await admin.close()
        }
    }
}
