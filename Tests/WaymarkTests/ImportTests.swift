import Foundation
import LearningRecord
import LibPQ
import Synchronization
import TestSupport
import Testing

@Suite("Imports and exports")
struct ImportTests {
    @Test("A framework goes in and comes out as it is", .enabled(if: SharedData.isPresent, "needs the shared data"))
    func framework() async throws {
        let file = try #require(SharedData.url("data/case/sbac-math-content-spec.case10.json")).path
        try await withTestDatabase { database in
            let program = Program(database)
            _ = try await program.run("district", "create", "Lakeside")
            _ = try await program.run("district", "create", "Hill")
            let planned = try await program.run("import", "case", file, "--district", "Lakeside", "--dry-run", "--json")
            #expect(try JSONReader.read(Array(planned.output.utf8))["items"]?.integer == 585)
            let none = try await program.run("export", "case", "--district", "Lakeside")
            #expect(none.status == 2)
            let done = try await program.run("import", "case", file, "--district", "Lakeside")
            #expect(done.status == 0, "\(done.errors)")
            #expect(done.output.contains("585 items, 3367 associations"))
            let out = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
            defer { try? FileManager.default.removeItem(atPath: out) }
            #expect(try await program.run("export", "case", "--district", "Lakeside", "-o", out).status == 0)
            let again = try await program.run("import", "case", out, "--district", "Hill", "--json")
            #expect(try JSONReader.read(Array(again.output.utf8))["items"]?.integer == 585)
            var piped = program
            piped.input = try Data(contentsOf: URL(fileURLWithPath: out))
            let unchanged = try await piped.run("import", "case", "-", "--district", "Hill")
            #expect(unchanged.output.contains("nothing to do"))
        }
    }

    @Test("What cannot be imported is refused with 2, and nothing is changed")
    func refusals() async throws {
        let roster = try Roster(school: "School", learners: 3)
        defer { try? roster.remove() }
        try roster.write("users", "sourcedId,givenName\n\"s-1,broken\n")
        let file = roster.folder.appendingPathComponent("orgs.csv").path
        try await withTestDatabase { database in
            let program = Program(database)
            _ = try await program.run("district", "create", "Lakeside")
            for arguments in [
                ["case", file], ["case", "/nowhere.json"], ["case", roster.folder.path],
                ["oneroster", roster.folder.path], ["oneroster", "/nowhere"], ["oneroster", file],
            ] {
                let outcome = try await program.run(arguments: ["import"] + arguments)
                #expect(outcome.status == 2, "\(arguments): \(outcome.errors)")
                #expect(outcome.output.isEmpty)
                #expect(outcome.errors.hasPrefix("waymark: "))
            }
            let rows = try await count(
                "select (select count(*) from ref.person) + (select count(*) from log.event)", database)
            #expect(rows == 0)
        }
    }

    @Test("A roster goes in, a second time changes nothing, and a dry run never does")
    func roster() async throws {
        let roster = try Roster(school: "School of Rivers", learners: 20)
        defer { try? roster.remove() }
        try await withTestDatabase { database in
            let program = Program(database)
            _ = try await program.run("district", "create", "Lakeside")
            let dry = try await program.run("import", "oneroster", roster.folder.path, "--dry-run")
            #expect(dry.output.contains("Would import"))
            #expect(try await count("select count(*) from ref.person", database) == 0)
            let first = try await program.run("import", "oneroster", roster.folder.path, "--json")
            #expect(first.status == 0, "\(first.errors)")
            let report = try JSONReader.read(Array(first.output.utf8))
            #expect(report["events"]?["enrolled"]?.integer == 20)
            let learner = try await program.run("learner", "Learner Number7")
            #expect(learner.output.contains("enrolled in “Patterns A”, School of Rivers from 2025-08-01"))
            let second = try await program.run("import", "oneroster", roster.folder.path, "--json")
            #expect(try JSONReader.read(Array(second.output.utf8))["events"]?["enrolled"]?.integer == 0)
            let status = try await program.run("status", "--json")
            let rows = try #require(try JSONReader.read(Array(status.output.utf8))["tables"]?.array)
            #expect(!rows.isEmpty)
            #expect(rows.allSatisfy { $0["events"]?.integer == 20 })
        }
    }

    @Test("Ctrl-C in an import cancels on the server, says how things stand, and the same command ends it")
    func interruption() async throws {
        let roster = try Roster(school: "School", learners: 200)
        defer { try? roster.remove() }
        try await withTestDatabase { database in
            let program = Program(database)
            _ = try await program.run("district", "create", "Lakeside")
            let outcome = try await whileWaiting(for: "ref.person", in: database) {
                try await program.start(["import", "oneroster", roster.folder.path])
            } then: { running in
                running.signal(SIGINT)
                return try await running.outcome()
            }
            #expect(outcome.status == 130, "\(outcome.errors)")
            #expect(outcome.errors.contains("interrupted") && outcome.errors.contains("again"))
            #expect(outcome.errors.split(separator: "\n").count == 2)
            #expect(try await count("select count(*) from ref.person", database) == 0)
            #expect(try await count("select count(*) from pg_stat_activity where " + Self.working, database) == 0)
            let again = try await program.run("import", "oneroster", roster.folder.path)
            #expect(again.status == 0, "\(again.errors)")
            #expect(try await count("select count(*) from log.event", database) == 200)
        }
    }

    @Test("A second Ctrl-C ends at once, whatever is under way")
    func secondInterruption() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            _ = try await program.run("district", "create", "Lakeside")
            let pipe = Pipe()
            // Standard input that never ends: the reading of it cannot be cancelled.
            let process = Process()
            process.executableURL = Program.url
            process.arguments = ["import", "events", "-"]
            process.environment = program.environment
            process.standardInput = pipe
            process.standardError = FileHandle.nullDevice
            try process.run()
            while try await count("select count(*) from pg_stat_activity where " + Self.connected, database) == 0 {
                try await Task.sleep(for: .milliseconds(5))
            }
            try await Task.sleep(for: .milliseconds(300))
            kill(process.processIdentifier, SIGINT)
            try await Task.sleep(for: .milliseconds(200))
            kill(process.processIdentifier, SIGINT)
            process.waitUntilExit()
            #expect(process.terminationStatus == 130)
            try pipe.fileHandleForWriting.close()
        }
    }

    @Test("Events go in, what is wrong goes to the rejects and ends with 4, and what comes out goes in elsewhere")
    func events() async throws {
        try await withTestDatabase { database in
            let lakeside = try await Fixture(database, named: "Lakeside")
            _ = try await lakeside.learner("s-1", "Ada", "Moreno")
            let program = Program(database)
            let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".jsonl")
            let out = file.path + ".out"
            defer { for path in [file.path, file.path + ".rejects.jsonl", out] { unlink(path) } }
            let good =
                #"{"key":"a1","kind":"support-requested","learner":"roster:s-1","occurredAt":"2025-09-02T08:00:00Z","#
                + #""assertedBy":{"role":"system"},"facts":{"support":"a reader"},"words":{"note":"please"}}"#
            let graded = good.replacingOccurrences(of: "a1", with: "a2")
                .replacingOccurrences(of: #""support":"#, with: #""score":97,"support":"#)
            try Data([good, "nonsense", graded].joined(separator: "\n").utf8).write(to: file)
            let first = try await program.run("import", "events", file.path, "--json")
            #expect(first.status == 4, "\(first.errors)")
            let report = try JSONReader.read(Array(first.output.utf8))
            #expect(report["appended"]?.integer == 1 && report["rejected"]?.integer == 2)
            let rejects = try String(contentsOfFile: file.path + ".rejects.jsonl", encoding: .utf8)
            #expect(rejects.contains("nonsense") && rejects.contains("score"))
            let dropping = try await program.run("import", "events", file.path, "--drop-grades", "--start-over")
            #expect(dropping.status == 4)
            #expect(dropping.output.contains("1 field named score"))

            #expect(try await program.run("export", "events", "-o", out).status == 0)
            let mode = try FileManager.default.attributesOfItem(atPath: out)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
            let text = try String(contentsOfFile: out, encoding: .utf8)
            #expect(text.split(separator: "\n").count == 3)
            #expect(text.contains("please"))
            let plain = try await program.run("export", "events", "--no-words", "--learner", "Ada Moreno")
            #expect(plain.output.split(separator: "\n").count == 3)
            #expect(!plain.output.contains("please"))
            _ = try await program.run("district", "create", "Hill")
            let moved = try await program.run("import", "events", out, "--district", "Hill")
            #expect(moved.status == 0, "\(moved.errors) \(moved.output)")
        }
    }

    private static let connected = "datname = current_database() and application_name = 'waymark'"
    private static let working = connected + " and state <> 'idle'"

    /// Runs a program into a table that is locked, and does something while it waits there.
    private func whileWaiting<Value: Sendable>(
        for table: String, in database: TestDatabase, _ start: () async throws -> Running,
        then act: (Running) async throws -> Value
    ) async throws -> Value {
        let holder = try await Connection.connect(database.options)
        let isDone = Mutex(false)
        async let holding: Void = holder.transaction { session in
            _ = try session.execute("lock table \(unsafeRaw: table) in access exclusive mode")
            while !isDone.withLock({ $0 }) { _ = try session.query("select pg_sleep(0.02)") }
        }
        let held =
            "select count(*) from pg_locks where granted and mode = 'AccessExclusiveLock' and "
            + "relation = '\(table)'::regclass and database = (select oid from pg_database where datname = current_database())"
        while try await count(held, database) == 0 { try await Task.sleep(for: .milliseconds(5)) }
        let running = try await start()
        let waiting =
            "select count(*) from pg_locks l where not granted and database = "
            + "(select oid from pg_database where datname = current_database())"
        while try await count(waiting, database) == 0 { try await Task.sleep(for: .milliseconds(5)) }
        let value = try await act(running)
        isDone.withLock { $0 = true }
        try await holding
        await holder.close()
        return value
    }

    @Test("A closed pipe ends without a word")
    func pipes() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "Lakeside")
            for number in 1...30 { _ = try await fixture.learner("s-\(number)", "Ada", "N\(number)") }
            let shell = Process()
            shell.executableURL = URL(fileURLWithPath: "/bin/bash")
            shell.arguments = [
                "-c", "'\(Program.url.path)' export events | head -c 10; '\(Program.url.path)' --help | true",
            ]
            var environment = Program(database).environment
            environment["DATABASE_URL"] = database.url
            shell.environment = environment
            let errors = Pipe()
            shell.standardError = errors
            shell.standardOutput = FileHandle.nullDevice
            try shell.run()
            let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            shell.waitUntilExit()
            #expect(text.isEmpty, "\(text)")
        }
    }

    private func count(_ sql: String, _ database: TestDatabase) async throws -> Int64 {
        let connection = try await Connection.connect(database.options)
        let value = try await connection.run { try $0.query(SQL(unsafeRaw: sql)).single(as: Int64.self) }
        await connection.close()
        return value
    }
}
