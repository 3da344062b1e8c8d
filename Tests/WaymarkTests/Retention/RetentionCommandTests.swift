import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite("Retention and requests on the command line")
struct RetentionCommandTests {
    @Test("Nothing goes of an id whose person is enrolled under another, and a request for one holds for both")
    func linkedIDs() async throws {
        try await withTestDatabase { database in
            let school = try await RetiredSchool(database)
            let program = Program(database)
            let file = try school.schedule(words: "P2Y", identity: "P10Y", groups: "P1Y")
            defer { try? FileManager.default.removeItem(at: file) }
            #expect(try await program.run("retention", "set", file.path).status == 0)
            let decided = ["--by", "Grace Okafor", "--reason", "found out"]
            func words() async throws -> [Int64?] {
                let plan = try await program.run("retention", "run", "--dry-run", "--json")
                let share = try shares(plan.output)["words"]
                return [share?["due"]?.integer, share?["blocked"]?.integer]
            }
            #expect(try await words() == [3, 0])
            let here = try await program.run(arguments: ["identity", "link", "Long Gone", "Still Here"] + decided)
            #expect(here.status == 0, "\(here.errors)")
            #expect(try await words() == [2, 0])
            let asked = try await program.run("access-request", "open", "Waiting Asked", "--requester", "family")
            #expect(asked.status == 0, "\(asked.errors)")
            #expect(try await words() == [1, 1])
            let waiting = try await program.run(
                arguments: ["identity", "link", "Waiting Asked", "Five Years"] + decided)
            #expect(waiting.status == 0, "\(waiting.errors)")
            #expect(try await words() == [0, 2])
            // The other id of the person may not go by itself either.
            for arguments in [["erase", "learner", "Five Years"], ["erase", "learner", "Five Years", "--yes"]] {
                let refused = try await program.run(arguments: arguments)
                #expect(refused.status == 2)
                #expect(refused.errors.contains("99.10(e)") && refused.errors.contains("same person's id"))
            }
            let parted = try await program.run(arguments: ["identity", "unlink", "Long Gone", "Still Here"] + decided)
            #expect(parted.status == 0, "\(parted.errors)")
            #expect(try await words() == [1, 2])
        }
    }

    @Test("What is due goes, with its class, its count and an event; what is not, and what waits, stays")
    func run() async throws {
        try await withTestDatabase { database in
            let school = try await RetiredSchool(database)
            let program = Program(database)
            #expect(try await program.run("retention", "run").status == 2)
            let file = try school.schedule(words: "P2Y", identity: "P10Y", groups: "P1Y")
            defer { try? FileManager.default.removeItem(at: file) }
            #expect(try await program.run("retention", "set", file.path, "--by", "Grace Okafor").status == 0)
            #expect(try await program.run("retention", "set", file.path).output.contains("Version 1 "))

            let asked = try await program.run(
                "access-request", "open", "Waiting Asked", "--requester", "family", "--note", "all of it")
            #expect(asked.status == 0, "\(asked.errors)")
            let plan = try await program.run("retention", "run", "--dry-run", "--json")
            let shares = try shares(plan.output)
            #expect(shares["words"]?["due"]?.integer == 2, "\(plan.output)")
            #expect(shares["words"]?["blocked"]?.integer == 1)
            #expect(shares["words"]?["unknown"]?.integer == 1)
            #expect(shares["words"]?["oldest"]?.string == "2010-06-30")
            #expect(shares["identity"]?["due"]?.integer == 1)
            #expect(shares["groups"]?["due"]?.integer == 2 && shares["groups"]?["blocked"]?.integer == 1)
            #expect(shares["other-people"]?["due"]?.integer == 1)
            #expect(shares["import-reports"]?["due"]?.integer == 1)
            let before = try await school.fixture.log.head()
            #expect(try await program.run("retention", "run", "--dry-run").status == 0)
            #expect(try await school.fixture.log.head() == before)

            let done = try await program.run("retention", "run", "--by", "Grace Okafor", "--json")
            #expect(done.status == 0, "\(done.errors)")
            let tallies = try self.shares(done.output)
            for (name, destroyed, blocked) in [
                ("words", 2, 1), ("identity", 1, 0), ("groups", 2, 1), ("other-people", 1, 0), ("import-reports", 1, 0),
            ] {
                #expect(tallies[name]?["destroyed"]?.integer == Int64(destroyed), "\(name): \(done.output)")
                #expect(tallies[name]?["blocked"]?.integer == Int64(blocked), "\(name): \(done.output)")
            }
            // Long gone: nothing. Gone for five years: the name and the facts. Enrolled, waiting, unknown: everything.
            #expect(try await program.run("learner", "Long Gone").status == 2)
            let middle = try await program.run("learner", "Five Years", "--words")
            #expect(middle.output.contains("the words were destroyed (retention-schedule)"))
            #expect(!middle.output.contains("said of Five"))
            for name in ["Still Here", "Waiting Asked", "Never Enrolled", "Just Gone"] {
                let words = try await program.run("learner", name, "--words")
                #expect(words.output.contains("said of \(name.prefix { $0 != " " })"), "\(name): \(words.errors)")
            }
            #expect(try await program.run("learner", "Guardian Gone").status == 2)
            #expect(try await program.run("learner", "Guardian Still").status == 0)
            let events = try await school.fixture.log.read(after: before, limit: 100).map(\.event)
            #expect(
                events.map(\.kind.name).sorted() == [
                    "learner-erased", "learner-erased", "retention-run", "words-destroyed",
                ])
            let last = try #require(events.last)
            guard case .retentionRun(let facts) = last.facts else { throw CancellationError() }
            #expect(facts.schedule == 1 && last.assertedBy.person == school.fixture.teacher)
            #expect(facts.tallies.map(\.destroyed) == [2, 1, 2, 1, 1])

            // The same again finds nothing, until the request is answered.
            let again = try self.shares(try await program.run("retention", "run", "--json").output)
            #expect(again.values.allSatisfy { $0["destroyed"]?.integer == 0 })
            #expect(
                try await program.run("access-request", "close", "Waiting Asked", "--answer", "copy-given").status == 0)
            let freed = try self.shares(try await program.run("retention", "run", "--json").output)
            #expect(freed["words"]?["destroyed"]?.integer == 1 && freed["groups"]?["destroyed"]?.integer == 1)
            #expect(try await program.run("verify").status == 0)
            let shown = try await program.run("retention", "show", "--json")
            #expect(shown.output == (try String(contentsOf: file, encoding: .utf8)))
            await school.fixture.store.close()
        }
    }

    @Test("A request is listed with the day by which it is due, keeps an erasure from happening, and is answered once")
    func requests() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "Lakeside")
            _ = try await fixture.learner("s-1", "Ada", "Moreno")
            let program = Program(database)
            #expect(try await program.run("access-request", "list").output.contains("No request is open."))
            #expect(try await program.run("access-request", "close", "Ada Moreno", "--answer", "shown").status == 2)
            for _ in 0..<2 {
                #expect(
                    try await program.run("access-request", "open", "Ada Moreno", "--requester", "learner").status == 0)
            }
            let list = try await program.run("access-request", "list", "--json")
            let rows = try #require(try JSONReader.read(Array(list.output.utf8)).array)
            #expect(rows.count == 2 && rows[0]["name"]?.string == "Ada Moreno")
            let (asked, due) = (rows[0]["askedOn"]?.string, rows[0]["due"]?.string)
            let days =
                try #require(CalendarDate(due ?? "")).daysSince1970 - #require(CalendarDate(asked ?? "")).daysSince1970
            #expect(days == 45)
            for arguments in [["erase", "learner", "Ada Moreno"], ["erase", "learner", "Ada Moreno", "--yes"]] {
                let refused = try await program.run(arguments: arguments)
                #expect(refused.status == 2)
                #expect(refused.errors.contains("99.10(e)") && refused.errors.contains("access-request close"))
            }
            let several = try await program.run("access-request", "close", "Ada Moreno", "--answer", "shown")
            #expect(several.status == 2 && several.errors.contains("--request"))
            for row in rows {
                let id = try #require(row["request"]?.string)
                let answered = try await program.run(
                    "access-request", "close", "Ada Moreno", "--request", id, "--answer", "withdrawn")
                #expect(answered.status == 0, "\(answered.errors)")
                let twice = try await program.run(
                    "access-request", "close", "Ada Moreno", "--request", id, "--answer", "withdrawn")
                #expect(twice.status == 2)
            }
            #expect(try await program.run("access-request", "list").output.contains("No request is open."))
            #expect(try await program.run("access-request", "list", "--all", "--csv").output.contains("withdrawn"))
            #expect(try await program.run("erase", "learner", "Ada Moreno", "--yes").status == 0)
            await fixture.store.close()
        }
    }

    @Test("Wrong files and options are refused with the place and the reason, and nothing is set")
    func refusals() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "Lakeside")
            let program = Program(database)
            let file = FileManager.default.temporaryDirectory.appendingPathComponent(
                "schedule-\(UUID().uuidString).json")
            defer { try? FileManager.default.removeItem(at: file) }
            try Data("{\"format\":\"waymark-retention-schedule\",\"classes\":{\"words\":{\"keep\":\"5 years\"}}}".utf8)
                .write(to: file)
            let wrong = try await program.run("retention", "set", file.path)
            #expect(wrong.status == 2 && wrong.errors.contains("classes.words.keep") && wrong.errors.contains("P5Y"))
            #expect(try await program.run("retention", "show").status == 2)
            for arguments in [
                ["retention", "run", "--as-of", "2030-01-01"], ["retention", "run", "--dry-run", "--as-of", "soon"],
                ["access-request", "open", "x"], ["access-request", "open", "x", "--requester", "stranger"],
                ["retention", "set", "/no/such/file"], ["retention", "show", "--version", "3"], ["key", "move"],
            ] {
                #expect(try await program.run(arguments: arguments).status == 2, "\(arguments)")
            }
            await fixture.store.close()
        }
    }

    @Test("Before a co-author's record goes, the command says who would lose the words of shared work")
    func sharedWork() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "Lakeside")
            let ada = try await fixture.learner("s-1", "Ada", "Moreno")
            let ben = try await fixture.learner("s-2", "Ben", "Osei")
            let (work, claim) = (
                WorkID(UUID()), CompetencyClaim(competency: CompetencyID(UUID()), level: try #require(Level(2)))
            )
            try await fixture.append(
                .evidence(
                    Evidence(form: .artifact, claims: [claim], authors: [.init(person: ben, part: .made)], work: work)),
                of: ada, on: "2025-10-01", words: ["title": "Bridge by us two", "narrative": "Ada's own words"])
            let program = Program(database)
            let warned = try await program.run("erase", "learner", "Ada Moreno")
            #expect(warned.status == 2 && warned.errors.contains("lost to Ben Osei"), "\(warned.errors)")
            try await fixture.append(
                .evidence(
                    Evidence(form: .artifact, claims: [claim], authors: [.init(person: ada, part: .made)], work: work)),
                of: ben, on: "2025-10-01", words: ["title": "Bridge by us two", "narrative": "Ben's own words"])
            #expect(try await !program.run("erase", "learner", "Ada Moreno").errors.contains("lost to"))

            #expect(try await program.run("erase", "learner", "Ada Moreno", "--yes").status == 0)
            let kept = try await program.run("learner", "Ben Osei", "--words", "--json")
            #expect(kept.output.contains("Ben's own words") && kept.output.contains("Bridge by us two"))
            #expect(!kept.output.contains("\(ada)") && !kept.output.contains("authors"), "\(kept.output)")
            let all = try await program.run("export", "events", "--learner", "roster:s-2")
            #expect(!all.output.contains("\(ada)") && all.output.contains("Ben's own words"))
            #expect(!(try await program.run("export", "events").output.contains("Ada's own words")))
            await fixture.store.close()
        }
    }

    private func shares(_ output: String) throws -> [String: JSON] {
        let rows = try JSONReader.read(Array(output.utf8)).array ?? []
        return Dictionary(rows.map { ($0["class"]?.string ?? "", $0) }) { first, _ in first }
    }
}

/// A district of people who left at different times.
struct RetiredSchool {
    let fixture: Fixture

    init(_ database: TestDatabase) async throws {
        fixture = try await Fixture(database, named: "Lakeside")
        let today = CalendarDate(daysSince1970: Int32(Date().timeIntervalSince1970 / 86_400))
        func ago(_ days: Int32) -> CalendarDate { CalendarDate(daysSince1970: today.daysSince1970 - days) }
        let people: [(String, String, CalendarDate??)] = [
            ("Long", "Gone", CalendarDate("2010-06-30")), ("Five", "Years", ago(365 * 5)), ("Just", "Gone", ago(30)),
            ("Still", "Here", .some(nil)), ("Waiting", "Asked", ago(365 * 5)), ("Never", "Enrolled", nil),
        ]
        for (number, person) in people.enumerated() {
            let learner = try await fixture.person("s-\(number)", person.0, person.1, role: "student")
            if let end = person.2 {
                try await fixture.append(
                    .enrolled(Enrolled(from: try fixture.day("2008-09-01"), to: end)), of: learner, on: "2008-09-01")
            }
            try await fixture.append(
                .supportRequested(SupportRequested(support: try fixture.label("a reader"))), of: learner,
                on: "2009-09-01", words: ["note": "said of \(person.0)"])
            try await fixture.group(learner)
        }
        _ = try await fixture.person("g-1", "Guardian", "Gone", role: "guardian", endedOn: ago(700))
        _ = try await fixture.person("g-2", "Guardian", "Still", role: "guardian")
        let tenant = fixture.district.tenant
        try await fixture.log.run { session in
            _ = try session.execute(
                """
                insert into ref.import_run (tenant, run, format, source, started_at)
                values (\(tenant), gen_random_uuid(), 'oneroster', 'old', now() - interval '2 years'),
                       (\(tenant), gen_random_uuid(), 'oneroster', 'new', now())
                """)
        }
    }

    /// A file with a schedule, as `waymark retention show --json` writes it.
    func schedule(words: String, identity: String, groups: String) throws -> URL {
        func rule(_ keep: String) -> String {
            "{\n      \"keep\": \"\(keep)\",\n      \"purpose\": \"For a test.\"\n    }"
        }
        let text = """
            {
              "format": "waymark-retention-schedule",
              "classes": {
                "words": \(rule(words)),
                "identity": \(rule(identity)),
                "groups": \(rule(groups)),
                "other-people": \(rule("P1Y")),
                "import-reports": \(rule("P90D"))
              }
            }

            """
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("schedule-\(UUID().uuidString).json")
        try Data(text.utf8).write(to: file)
        return file
    }
}
