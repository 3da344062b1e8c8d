import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite("A transcript that was issued")
struct IssuedTranscriptTests {
    @Test("is given out again the same to the byte, whatever has changed, and is gone once the learner is erased")
    func again() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            try await SampleDistrict.make("Riverbend", with: program)
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            func page(_ name: String) -> String { folder.appendingPathComponent(name).path }

            let learner = SampleDistrict.learner
            let issued = try await program.run("transcript", learner, "--issue", "--json", "--html", page("1.html"))
            #expect(issued.status == 0, "\(issued.errors)")
            let id = try #require(issued.errors.firstMatch(of: /issued ([0-9a-f-]{36}), digest/)).output.1
            #expect(issued.output.contains("Amara Diallo"))

            // Names, schools, the framework and the settings change.
            let settings = page("settings.json")
            try Data(#"{"meaning":"Changed.","areas":[{"name":"Changed","items":["R.2"]}]}"#.utf8)
                .write(to: URL(fileURLWithPath: settings))
            #expect(try await program.run("import", "transcript-settings", settings).status == 0)
            let admin = try await Connection.connect(database.options)
            try await admin.run { session in
                for statement: SQL in [
                    """
                    update ref.person set given_name = 'Amy', preferred_name = null, family_name = 'Dial'
                     where given_name = 'Amara' and family_name = 'Diallo'
                    """,
                    "update ref.school set name = name || ' Renamed', profile = 'Another one.'",
                    "update ref.competency set statement = 'Something else', short_statement = null, human_code = null",
                    "update ref.level set name = 'another word', description = 'Another.'",
                    "update ref.framework set title = 'Another framework'",
                    "update ref.default_level set name = 'yet another', description = 'Another.'",
                ] { try session.execute(statement) }
            }
            await admin.close()
            let record = try await program.run("learner", "Amy Dial", "--json")
            let uuid = try #require(try JSONReader.read(Array(record.output.utf8))["learner"]?["id"]?.string)
            let now = try await program.run("transcript", uuid, "--json")
            #expect(now.output != issued.output && now.output.contains("Amy Dial") && now.output.contains("Changed."))
            for name in ["latest", String(id)] {
                let again = try await program.run(
                    "transcript", uuid, "--issued", name, "--json", "--html", page("2.html"))
                #expect(again.status == 0, "\(again.errors)")
                #expect(again.output == issued.output)
                #expect(
                    try Data(contentsOf: URL(fileURLWithPath: page("1.html")))
                        == Data(contentsOf: URL(fileURLWithPath: page("2.html"))))
            }
            let unknown = try await program.run("transcript", uuid, "--issued", UUID().uuidString)
            #expect(unknown.status == 2 && unknown.errors.contains(String(id)))
            // The words of the timeline do not spill the document over the terminal.
            let told = try await program.run("learner", uuid, "--words")
            #expect(told.output.contains("a transcript was issued") && !told.output.contains("\"layout\""))

            #expect(try await program.run("erase", "learner", uuid, "--yes").status == 0)
            let erased = try await program.run("transcript", uuid, "--issued", "latest", "--json")
            #expect(erased.status == 1)
            #expect(erased.output.isEmpty)
            #expect(erased.errors.contains("the learner was erased"))
        }
    }

    @Test("whose kept document is not the one of the digest is not given out")
    func altered() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            let fixture = try await Fixture(database, named: "Lakeside")
            let ada = try await fixture.learner("s-1", "Ada", "Moreno")
            let digest = try #require(Digest(bytes: [UInt8](repeating: 9, count: 32)))
            let facts = Facts.transcriptIssued(TranscriptIssued(digest: digest, asOf: 1, statusIndex: 4))
            let kept = try await fixture.append(facts, of: ada, on: "2026-01-05", words: ["document": "{}"])
            let without = try await fixture.append(facts, of: ada, on: "2026-01-06")
            #expect(try await program.run("project").status == 0)
            let one = try await program.run("transcript", "Ada Moreno", "--issued", "\(kept)")
            #expect(one.status == 1 && one.errors.contains("not the document that was issued"))
            let other = try await program.run("transcript", "Ada Moreno", "--issued", "\(without)")
            #expect(other.status == 1 && other.errors.contains("not kept"))
        }
    }

    @Test("Settings that are wrong are refused whole, with each place; right ones show in the next transcript")
    func settings() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            try await SampleDistrict.make("Riverbend", with: program)
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json")
            defer { try? FileManager.default.removeItem(at: file) }
            func run(_ text: String, _ options: String...) async throws -> Program.Outcome {
                try Data(text.utf8).write(to: file)
                return try await program.run(arguments: ["import", "transcript-settings", file.path] + options)
            }
            let wrong = try await run(
                """
                {"areas": [{"name": "Honors", "items": ["R.2", "R.2"]}, {"name": "Ratios", "items": ["Z.9"]},
                           {"name": "Ratios", "items": []}],
                 "schools": [{"school": "Nowhere", "profile": "x"}], "gpa": 4}
                """)
            #expect(wrong.status == 2)
            for place in [
                "areas[0].name", "areas[0].items[1]", "areas[1].items[0]", "areas[2].name", "areas[2].items",
                "schools[0].school", "\"gpa\"",
            ] {
                #expect(wrong.errors.contains(place), "\(place): \(wrong.errors)")
            }
            #expect(try await run("[]").status == 2)
            #expect(try await run("{").status == 2)
            let before = try await program.run("transcript", SampleDistrict.learner, "--json")
            let school = try #require(
                try JSONReader.read(Array(before.output.utf8))["attended"]?.array?.first?["school"]?.string)
            let right = """
                {"meaning": "What we mean.", "areas": [{"name": "Ratios and rates", "items": ["R.2"]}],
                 "schools": [{"school": "\(school)", "profile": "On the hill."}]}
                """
            let dry = try await run(right, "--dry-run")
            #expect(dry.status == 0 && dry.output.contains("Version 1 would be new"), "\(dry.errors)")
            #expect(try await run(right).output.contains("Version 1 is new"))
            #expect(try await run(right).output.contains("Unchanged: version 1"))
            let text = try await program.run("transcript", SampleDistrict.learner)
            #expect(text.output.contains("Ratios and rates") && text.output.contains("What we mean."))
            #expect(text.output.contains("On the hill."))
        }
    }
}
