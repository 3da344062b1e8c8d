import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite("Continua, transcripts and equity")
struct ReadingTests {
    @Test("The continuum says what is demonstrated and what comes next, in words and as of a day")
    func continuum() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            try await SampleDistrict.make("Riverbend", with: program)
            let text = try await program.run("continuum", SampleDistrict.learner)
            #expect(text.status == 0, "\(text.errors)")
            #expect(text.errors.isEmpty)
            #expect(text.output.contains("demonstrating, since 2026-01-27 (teacher)"))
            #expect(text.output.contains("Ways forward"))
            let json = try JSONReader.read(
                Array(try await program.run("continuum", SampleDistrict.learner, "--json").output.utf8))
            #expect(json["competencies"]?.array?.compactMap { $0["code"]?.string } == ["R.1", "R.2", "R.3"])
            #expect(json["competencies"]?.array?.allSatisfy { $0["area"]?.string != nil } == true)
            let ways = json["next"]?.array ?? []
            #expect(ways.compactMap { $0["code"]?.string } == ["R.1", "R.2", "R.3", "M", "M.1", "I", "I.1"])
            let following = ways.filter { way in
                way["reasons"]?.array?.contains { $0["why"]?.string == "follows" } == true
            }
            #expect(following.compactMap { $0["code"]?.string } == ["R.3", "M.1", "I.1"])
            let csv = try await program.run("continuum", SampleDistrict.learner, "--csv")
            #expect(csv.output.hasPrefix("statement,demonstrated,"))
            // The log took everything today; before, nothing was known.
            let past = try await program.run("continuum", SampleDistrict.learner, "--as-of", "2020-01-01")
            #expect(past.output.contains("Nothing is demonstrated"))
            // By when things happened, half of it is there; by both clocks, what was known before counts alone.
            let then = try await program.run("continuum", SampleDistrict.learner, "--happened-by", "2026-01-26")
            #expect(then.status == 0 && !then.output.contains("Nothing is demonstrated"))
            #expect(!then.output.contains("since 2026-01-27"))
            let day = try await program.run("continuum", SampleDistrict.learner, "--happened-by", "2026-01-27")
            #expect(day.output.contains("demonstrating, since 2026-01-27 (teacher)"))
            let both = try await program.run(
                "continuum", SampleDistrict.learner, "--happened-by", "2026-01-27", "--as-of", "2020-01-01")
            #expect(both.output.contains("Nothing is demonstrated"))
        }
    }

    @Test("A transcript is text, JSON and a page; issued, the log has the digest of exactly what was given out")
    func transcript() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            try await SampleDistrict.make("Riverbend", with: program)
            let page = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
            let document = page + ".json"
            defer { for path in [page, document] { unlink(path) } }
            let text = try await program.run("transcript", SampleDistrict.learner)
            #expect(text.output.contains("R.2  Find equal ratios"))
            #expect(text.output.contains("I like to find out why things hold."))
            #expect(!text.output.contains("not yet") && !text.output.contains("attempt"))

            let first = try await program.run("transcript", SampleDistrict.learner, "--issue", "--html", page)
            #expect(first.status == 0, "\(first.errors)")
            #expect(try String(contentsOfFile: page, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
            let second = try await program.run("transcript", SampleDistrict.learner, "--issue", "--json")
            #expect(second.errors.contains("takes the place"))
            try Data(second.output.utf8).write(to: URL(fileURLWithPath: document))
            let digest = try sha256(document)
            #expect(second.errors.contains(digest))

            let record = try await program.run("learner", SampleDistrict.learner, "--json")
            let events = try #require(try JSONReader.read(Array(record.output.utf8))["events"]?.array)
            let issued = events.filter { $0["kind"]?.string == "transcript-issued" }
            #expect(issued.count == 2)
            #expect(issued.last?["facts"]?["digest"]?.string == digest)
            #expect(events.filter { $0["kind"]?.string == "transcript-superseded" }.count == 1)

            let nobody = try await program.run("transcript", "roster:learner-40", "--issue", "--by", "Nobody Here")
            #expect(nobody.status == 2)
        }
    }

    @Test("Equity counts add up to everyone, whatever they are asked by")
    func equity() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            try await SampleDistrict.make("Riverbend", with: program)
            func sums(_ arguments: String...) async throws -> [String: [Int64]] {
                let outcome = try await program.run(arguments: ["equity", "--exact", "--json"] + arguments)
                #expect(outcome.status == 0, "\(outcome.errors)")
                let rows = try #require(try JSONReader.read(Array(outcome.output.utf8)).array)
                var sums: [String: [Int64]] = [:]
                for row in rows {
                    let place = "\(row["school"]?.string ?? "") \(row["term"]?.string ?? "")"
                    let counts = ["enrolled", "offered", "accepted", "started", "completed", "neverOffered"]
                        .map { row[$0]?.integer ?? -1 }
                    sums[place] = zip(sums[place] ?? [0, 0, 0, 0, 0, 0], counts).map { $0 + $1 }
                }
                return sums
            }
            let all = try await sums("--by", "all")
            #expect(all.values.contains { $0[0] == 20 && $0[1] > 0 })
            #expect(try await sums("--by", "sex") == all)
            #expect(try await sums("--by", "race-ethnicity") == all)
            #expect(try await sums("--by", "sex", "--and", "race-ethnicity") == all)
            #expect(try await sums("--by", "race-ethnicity", "--and", "sex") == all)
            let one = try await sums("--by", "all", "--school", "Hillside School", "--term", "Autumn 2025")
            #expect(one.count == 1)
            for wrong in [
                ["--by", "shoe-size"], ["--school", "Nowhere"], ["--term", "Never"], ["--year", "1999"],
            ] {
                let outcome = try await program.run(arguments: ["equity"] + wrong)
                #expect(outcome.status == 2)
                #expect(outcome.errors.contains("There are"))
            }
        }
    }

    @Test("Explanations name the events behind a line and a number, and the corrections that touched them")
    func explanations() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            try await SampleDistrict.make("Riverbend", with: program)
            func rows(_ arguments: String...) async throws -> [JSON] {
                let outcome = try await program.run(arguments: ["explain"] + arguments + ["--json"])
                #expect(outcome.status == 0, "\(outcome.errors)")
                return try #require(try JSONReader.read(Array(outcome.output.utf8)).array)
            }
            let continuum = try await rows("continuum", SampleDistrict.learner, "r.2")
            let decision = continuum.first { $0["kind"]?.string == "mastery" }
            #expect(decision?["behind"]?.bool == true)
            #expect(decision?["text"]?.string == "demonstrated R.2 at “demonstrating”")
            #expect(continuum.contains { $0["kind"]?.string == "evidence" && $0["behind"]?.bool == true })
            #expect(try await !rows("transcript", SampleDistrict.learner, "R.2").isEmpty)

            #expect(try await rows("continuum", SampleDistrict.learner, "R.2", "--as-of", "2020-01-01").isEmpty)
            let early = try await rows("continuum", SampleDistrict.learner, "R.2", "--happened-by", "2026-01-26")
            #expect(early.contains { $0["kind"]?.string == "evidence" && $0["behind"]?.bool == true })
            #expect(!early.contains { $0["kind"]?.string == "mastery" })

            // The number and the learners behind it agree, in a term, a school year and between any two days.
            var other: String?
            for window in [
                ["--term", "Autumn 2025"], ["--year", "2026"], ["--from", "2025-10-01", "--to", "2025-11-15"],
            ] {
                let place = ["--school", "Hillside School"] + window
                let table = try await program.run(arguments: ["equity", "--by", "sex", "--exact", "--json"] + place)
                let counts = try #require(try JSONReader.read(Array(table.output.utf8)).array)
                #expect(!counts.isEmpty, "\(table.errors)")
                for (measure, key) in [
                    ("enrolled", "enrolled"), ("offered", "offered"), ("never-offered", "neverOffered"),
                ] {
                    for group in counts {
                        let name = try #require(group["group"]?.string)
                        let found = try await program.run(
                            arguments: ["explain", "equity", measure, "--by", "sex", "--group", name, "--json"] + place)
                        let learners = try #require(try JSONReader.read(Array(found.output.utf8)).array)
                            .compactMap { $0["learnerId"]?.string }
                        #expect(Int64(Set(learners).count) == group[key]?.integer, "\(window) \(measure) \(name)")
                        other = learners.first { $0 != decision?["learnerId"]?.string } ?? other
                    }
                }
            }
            for wrong in [
                [], ["--term", "Autumn 2025", "--year", "2026"], ["--from", "2025-10-01"], ["--year", "1999"],
            ] {
                let asked = ["explain", "equity", "offered", "--school", "Hillside School"] + wrong
                #expect(try await program.run(arguments: asked).status == 2, "\(wrong)")
            }

            // Under another id of the person, events are told in the same words.
            let another = try #require(other)
            let linked = try await program.run(
                "identity", "link", another, SampleDistrict.learner, "--by", "Ivy Rivera-Reyes", "--reason", "one")
            #expect(linked.status == 0, "\(linked.errors)")
            let both = try await rows("continuum", another, "R.2")
            #expect(both.contains { $0["text"]?.string == "demonstrated R.2 at “demonstrating”" }, "\(both)")
            #expect(try await program.run("explain", "continuum", SampleDistrict.learner, "Z.9").status == 2)
            #expect(try await program.run("explain", "equity", "average").status == 2)
        }
    }

    @Test("Status shows the last imports: what, when, how much, and one that was cut off as one without an end")
    func imports() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            try await program.succeed("district", "create", "Empty")
            #expect(try await program.run("status").output.contains("No roster and no events were imported yet."))
            try await SampleDistrict.make("Riverbend", with: program)
            func imports() async throws -> [JSON] {
                let outcome = try await program.run("status", "--all", "--json")
                return try #require(try JSONReader.read(Array(outcome.output.utf8))["imports"]?.array)
            }
            let runs = try await imports()
            #expect(Set(runs.compactMap { $0["format"]?.string }) == ["events", "oneroster"])
            #expect(runs.allSatisfy { $0["isEnded"]?.bool == true && $0["lines"]?.integer ?? 0 > 0 }, "\(runs)")
            #expect(runs.allSatisfy { $0["district"]?.string == "Riverbend" && $0["source"]?.string != nil })
            #expect(runs.contains { $0["format"]?.string == "events" && $0["rejected"]?.integer == 0 })
            let began = runs.compactMap { $0["startedAt"]?.string }
            #expect(began == began.sorted(by: >))
            let connection = try await Connection.connect(database.options)
            try await connection.run { session in
                _ = try session.execute(
                    """
                    insert into ref.import_run (tenant, run, format, source, started_at, report)
                    select tenant, gen_random_uuid(), 'events', 'night.jsonl', clock_timestamp(),
                           '{"lines": 12345, "rejected": 67}' from log.tenant where name = 'Riverbend'
                    """)
            }
            await connection.close()
            let newest = try #require(try await imports().first)
            #expect(newest["isEnded"]?.bool == false && newest["finishedAt"] == .null)
            #expect(newest["lines"]?.integer == 12_345 && newest["rejected"]?.integer == 67)
            let text = try await program.run("status", "--district", "Riverbend").output
            #expect(text.contains("Last imports") && text.contains("night.jsonl") && text.contains("12,345"))
            #expect(try await !program.run("status", "--all", "--csv").output.contains("night.jsonl"))
        }
    }

    @Test("A table behind the log says so, project brings it up to date, and rebuild gives the same again")
    func projecting() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            try await SampleDistrict.make("Riverbend", with: program)
            let fixture = try await Fixture(database, named: "Hill")
            let hill = Program(database, environment: ["WAYMARK_DISTRICT": "Hill"])
            let ada = try await fixture.learner("s-1", "Ada", "Moreno")
            try await fixture.append(
                .goalSet(GoalSet(competency: CompetencyID(UUID()), level: try #require(Level(2)))), of: ada,
                on: "2025-09-01")
            let behind = try await hill.run("continuum", "Ada Moreno")
            #expect(behind.errors.contains("2 events behind"))
            #expect(behind.output.contains("Nothing is demonstrated"))
            let status = try JSONReader.read(Array(try await hill.run("status", "--json").output.utf8))
            #expect(status["tables"]?.array?.allSatisfy { $0["lag"]?.integer == 2 } == true)
            #expect(try await hill.run("project").status == 0)
            let after = try await hill.run("continuum", "Ada Moreno")
            #expect(after.errors.isEmpty && after.output.contains("developing, 2025-09-01"))

            let before = try await program.run("continuum", SampleDistrict.learner, "--district", "Riverbend", "--json")
            let rebuilt = try await program.run("rebuild", "--all", "--json")
            #expect(rebuilt.status == 0, "\(rebuilt.errors)")
            let reports = try #require(try JSONReader.read(Array(rebuilt.output.utf8)).array)
            #expect(reports.count == 5 && reports.allSatisfy { $0["proven"]?.integer == 2 })
            let again = try await program.run("continuum", SampleDistrict.learner, "--district", "Riverbend", "--json")
            #expect(again.output == before.output)
            #expect(try await program.run("rebuild", "everything").status == 2)
        }
    }

    @Test("Following goes on until Ctrl-C, and then says how things stand")
    func following() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "Hill")
            let program = Program(database)
            let running = try await program.start(["project", "--follow"])
            while !running.errorsSoFar.contains("following") { try await Task.sleep(for: .milliseconds(20)) }
            let ada = try await fixture.learner("s-1", "Ada", "Moreno")
            try await fixture.append(
                .goalSet(GoalSet(competency: CompetencyID(UUID()), level: try #require(Level(2)))), of: ada,
                on: "2025-09-01")
            while try await program.run("status", "--csv").output.contains(",2,0,2,") {
                try await Task.sleep(for: .milliseconds(50))
            }
            running.signal(SIGINT)
            let outcome = try await running.outcome()
            #expect(outcome.status == 130)
            #expect(outcome.errors.contains("interrupted: the tables are as far as they came"))
        }
    }

    private func sha256(_ path: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        process.arguments = [path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return String(output.prefix(64))
    }
}
