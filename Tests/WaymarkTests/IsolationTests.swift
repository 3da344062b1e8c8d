import ArgumentParser
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@testable import waymark

@Suite("Two districts in one database")
struct IsolationTests {
    /// Commands that are not about a district's record: they speak of the server, the key, or of districts as such.
    private static let aboutNoRecord: Set<String> = [
        "db start", "db stop", "db status", "db reset", "migrate", "key create", "key check", "district create",
        "district list", "rebuild", "bench", "analyst grant", "analyst revoke", "import district", "erasures export",
        "erasures replay", "key move", "serve", "config check",
    ]

    /// Commands that need an id that another one makes: called in ``TokenCommandTests``.
    private static let calledElsewhere: Set<String> = ["token rotate", "token revoke"]

    /// Settings that name an item of the sample's framework.
    private static let settings: URL = {
        let file = URL(fileURLWithPath: NSTemporaryDirectory() + "waymark-settings-\(UUID().uuidString).json")
        try? Data(#"{"areas":[{"name":"Ratios","items":["R.2"]}]}"#.utf8).write(to: file)
        return file
    }()

    /// Who says of two ids whether they are one person.
    private static let decided = ["--by", "roster:learner-3", "--reason", "found out"]

    /// A retention schedule under which nobody of the sample is due.
    private static let scheduleFile: String = {
        let file = NSTemporaryDirectory() + "waymark-schedule-\(UUID().uuidString).json"
        let text = """
            {"format": "waymark-retention-schedule", "classes": {"words": {"keep": "P60Y", "purpose": "A test."}}}
            """
        try? Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }()

    /// Where an archive goes while the test runs.
    private static let archive = NSTemporaryDirectory() + "waymark-archive-\(UUID().uuidString)"

    /// Every other command, as someone of the district Lakeside calls it.
    private static let calls: [(path: String, arguments: [String])] = [
        ("import case", [SampleDistrict.path("framework.json")]),
        ("import oneroster", [SampleDistrict.path("roster"), "--dry-run"]),
        ("import transcript-settings", [settings.path]),
        ("import events", [SampleDistrict.path("events.jsonl"), "--rejects", "/dev/null"]),
        ("export district", ["--output", archive]),
        ("export case", []), ("export events", []), ("learner", [SampleDistrict.learner, "--words"]),
        ("continuum", [SampleDistrict.learner]), ("transcript", [SampleDistrict.learner]),
        ("transcript", [SampleDistrict.learner, "--issue"]),
        ("transcript", [SampleDistrict.learner, "--issued", "latest"]), ("equity", []),
        ("equity", ["--by", "sex", "--exact"]),
        ("equity", ["--show", "supports", "--year", "2026"]),
        ("explain continuum", [SampleDistrict.learner, "R.2"]),
        ("explain transcript", [SampleDistrict.learner, "R.2"]),
        ("explain equity", ["offered", "--school", "Hillside School", "--term", "Autumn 2025"]),
        ("section", ["roster:section-1-1-2026-1"]), ("policy show", []), ("policy list", []),
        ("policy set", [policy]), ("status", ["--json"]), ("project", ["--json"]), ("retry", ["--json"]),
        // What follows the program's name is the program's.
        ("react", ["tell", "--kind", "mastery", "--json", "--district", "Lakeside", "--", "true"]),
        ("verify", ["--json"]),
        ("identity link", [SampleDistrict.learner, "roster:learner-2"] + decided),
        ("identity unlink", [SampleDistrict.learner, "roster:learner-2"] + decided),
        ("retention set", [scheduleFile]), ("retention show", []), ("retention run", ["--dry-run"]),
        ("retention run", ["--json"]), ("access-request open", [SampleDistrict.learner, "--requester", "family"]),
        ("access-request list", ["--all"]), ("access-request close", [SampleDistrict.learner, "--answer", "shown"]),
        ("account create", ["amara@example.org", "Amara", "--person", SampleDistrict.learner, "--role", "analyst"]),
        ("account list", []), ("account grant", ["amara@example.org", "registrar"]),
        ("account link", ["amara@example.org"]), ("account end", ["amara@example.org"]),
        ("token create", ["App", "--scope", "events:read"]), ("token list", []),
        ("erase learner", [SampleDistrict.learner, "--yes"]),
    ]

    /// A file with the policy that holds anyway, which changes nothing.
    private static let policy = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Support/policy.json").path

    @Test("Every command is called below, or is about no record")
    func complete() {
        func leaves(_ command: any ParsableCommand.Type, _ path: [String]) -> [String] {
            let children = command.configuration.subcommands
            if children.isEmpty { return [path.joined(separator: " ")] }
            return children.flatMap { leaves($0, path + [$0.configuration.commandName ?? ""]) }
        }
        let known = Self.aboutNoRecord.union(Self.calls.map(\.path)).union(Self.calledElsewhere)
        #expect(Set(leaves(Waymark.self, [])).subtracting(known).isEmpty)
    }

    @Test("No command of one district shows anything of the other, or finds its people")
    func apart() async throws {
        let roster = try Roster(school: "Markerschool", learners: 5)
        defer {
            try? roster.remove()
            try? FileManager.default.removeItem(at: Self.settings)
            try? FileManager.default.removeItem(atPath: Self.scheduleFile)
            try? FileManager.default.removeItem(atPath: Self.archive)
        }
        try await withTestDatabase { database in
            let program = Program(database)
            try await SampleDistrict.make("Lakeside", with: program)
            _ = try await program.run("district", "create", "Markerhill")
            let made = try await program.run("import", "oneroster", roster.folder.path, "--district", "Markerhill")
            #expect(made.status == 0, "\(made.errors)")
            let others = try await otherIdentifiers(database)
            #expect(others.count >= 11)

            for (path, arguments) in Self.calls {
                let words = path.split(separator: " ").map(String.init) + arguments + ["--district", "Lakeside"]
                let outcome = try await program.run(arguments: words)
                #expect(outcome.status == 0, "\(words): \(outcome.errors)")
                let told = outcome.output + outcome.errors
                for marker in ["Marker", "Learner Number", "Patterns"] + others {
                    #expect(!told.contains(marker), "\(words) shows \(marker)")
                }
            }
            let person = try #require(others.first)
            for command in [
                ["learner"], ["continuum"], ["transcript"], ["explain", "continuum"], ["erase", "learner"],
                ["access-request", "open"], ["access-request", "close"],
            ] {
                for name in ["Learner Number3", "roster:s-3", person] {
                    let outcome = try await program.run(
                        arguments: command + [name] + (command.first == "explain" ? ["R.2"] : [])
                            + (command.last == "open" ? ["--requester", "family"] : [])
                            + (command.last == "close" ? ["--answer", "shown"] : []) + [
                                "--district", "Lakeside",
                            ])
                    #expect(outcome.status == 2, "\(command) \(name)")
                    #expect(!outcome.errors.contains("Markerschool"))
                }
            }
            let foreign = try await program.run("section", "roster:c-1", "--district", "Lakeside")
            #expect(foreign.status == 2)
            let wrong = try await program.run("equity", "--school", "Markerschool", "--district", "Lakeside")
            #expect(wrong.status == 2)
            let verify = try await program.run("verify", "--district", "Markerhill", "--json")
            #expect(try JSONReader.read(Array(verify.output.utf8)).array?.first?["events"]?.integer == 5)
        }
    }

    @Test("A login of staff reads the views of its district alone, until it is taken away again")
    func analysts() async throws {
        let roster = try Roster(school: "Markerschool", learners: 5)
        defer { try? roster.remove() }
        try await withTestDatabase { database in
            let program = Program(database)
            try await SampleDistrict.make("Lakeside", with: program)
            _ = try await program.run("district", "create", "Markerhill")
            _ = try await program.run("import", "oneroster", roster.folder.path, "--district", "Markerhill")
            let login = "analyst_" + database.name.suffix(12)
            let nobody = try await program.run("analyst", "grant", login, "--district", "Markerhill")
            #expect(nobody.status == 2, "\(nobody.errors)")
            let admin = try await Connection.connect(database.options)
            try await admin.run { _ = try $0.execute("create role \(identifier: login) login") }
            let granted = try await program.run("analyst", "grant", login, "--district", "Markerhill")
            #expect(granted.status == 0, "\(granted.errors)")

            let options = database.options.with(keyword: "user", login)
            let staff = try await Connection.connect(options)
            let schools = try await staff.run {
                try $0.query("select distinct school_name from analytics.access").column(as: String.self)
            }
            #expect(schools == ["Markerschool"])
            await #expect(throws: PostgresError.self) {
                try await staff.run { _ = try $0.query("select given_name from ref.person") }
            }
            #expect(try await program.run("analyst", "revoke", login).status == 0)
            await staff.close()
            let after = try await Connection.connect(options)
            await #expect(throws: PostgresError.self) {
                try await after.run { _ = try $0.query("select 1 from analytics.access") }
            }
            await after.close()
            try await admin.run { _ = try $0.execute("drop role \(identifier: login)") }
            await admin.close()
        }
    }

    /// People, schools and sections of the other district, as identifiers.
    private func otherIdentifiers(_ database: TestDatabase) async throws -> [String] {
        let connection = try await Connection.connect(database.options)
        let found = try await connection.run { session in
            try session.query(
                """
                with other as (select tenant from log.tenant where name = 'Markerhill')
                select person::text from ref.person join other using (tenant)
                union all select school::text from ref.school join other using (tenant)
                union all select event_id::text from log.event join other using (tenant)
                """
            ).column(as: String.self)
        }
        await connection.close()
        return found
    }
}
