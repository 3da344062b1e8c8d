import Foundation
import LearningRecord
import TestSupport
import Testing

@Suite("Policies, readiness and sections on the command line")
struct PolicyTests {
    @Test("a policy is shown, set from a file, listed and cited; what cannot be one is refused and changes nothing")
    func policies() async throws {
        try await withTestDatabase { database in
            var program = Program(database)
            _ = try await program.run("district", "create", "Alder")
            let shown = try await program.run("policy", "show")
            #expect(shown.output.contains("default-1, in force"), "\(shown.errors)")
            for (input, says) in [
                ("{", "is not JSON"), (#"{"version": "x", "pieces": 0}"#, "pieces: must be"),
                (#"{"version": "x", "score": 3}"#, "score: Waymark has no field"),
                (#"{"version": "x", "inForceFrom": "2020-01-01T00:00:00Z"}"#, "holds forward only"),
                (#"{"version": "default-1", "pieces": 3}"#, "a version is never changed"),
            ] {
                program.input = Data(input.utf8)
                let refused = try await program.run("policy", "set", "-")
                #expect(refused.status == 2 && refused.errors.contains(says), "\(refused.errors)")
            }
            #expect(
                try await program.run("policy", "list", "--csv").output.split(whereSeparator: \.isNewline).count == 2)

            program.input = Data(#"{"version": "spring", "pieces": 3, "secondReading": true}"#.utf8)
            let set = try await program.run("policy", "set", "-")
            #expect(set.status == 0 && set.output.contains("3 or more pieces"), "\(set.errors)")
            #expect(try await program.run("policy", "set", "-").status == 0)
            program.input = Data(#"{"version": "spring", "pieces": 2}"#.utf8)
            #expect(try await program.run("policy", "set", "-").status == 2)
            let json = try JSONReader.read(Array(try await program.run("policy", "show", "--json").output.utf8))
            #expect(json["version"]?.string == "spring" && json["pieces"]?.integer == 3)
            #expect(try await program.run("policy", "show", "default-1").output.contains("no longer in force"))
            #expect(try await program.run("policy", "show", "nothing").status == 2)
            let list = try await program.run("policy", "list", "--csv")
            #expect(list.output.contains("spring,") && list.output.contains(",in force,3,"))
        }
    }

    @Test("a continuum says what is ready, what waits for people and, asked, what they wrote; explain cites the policy")
    func continuum() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            try await SampleDistrict.make("Riverbend", with: program)
            let text = try await program.run("continuum", SampleDistrict.learner).output
            #expect(text.contains("ready to decide at “demonstrating”"))
            #expect(text.contains("made before all that was asked for was there: one more piece"))
            #expect(text.contains("the family's voice on the decision"))
            #expect(text.contains("it follows R.2"))
            #expect(text.contains("nothing of it is begun"))
            #expect(!text.contains("What people wrote"))
            let words = try await program.run("continuum", SampleDistrict.learner, "--words")
            #expect(words.output.contains("What people wrote") && words.output.contains("rationale"), "\(words.errors)")
            let json = try JSONReader.read(
                Array(try await program.run("continuum", SampleDistrict.learner, "--json").output.utf8))
            #expect(json["words"] == nil && json["policy"]?["version"]?.string == "default-1")
            let entries = try #require(json["competencies"]?.array)
            #expect(entries.contains { $0["demonstrated"]?["policy"]?["wasReady"] == .bool(false) })
            #expect(entries.flatMap { $0["pending"]?.array ?? [] }.contains { $0["what"]?.string == "family-voice" })
            try await hear(entries, program)
            let explained = try await program.run("explain", "continuum", SampleDistrict.learner, "R.1")
            #expect(explained.output.contains("Decided under"), "\(explained.errors)")
            #expect(explained.output.contains("people decided without"))
        }
    }

    /// The family is heard on a decision after it was made.
    private func hear(_ entries: [JSON], _ program: Program) async throws {
        let record = try JSONReader.read(
            Array(try await program.run("learner", SampleDistrict.learner, "--json").output.utf8))
        let position = try #require(entries.first?["demonstrated"]?["decision"]?.integer)
        let decision = try #require(
            record["events"]?.array?.first { $0["position"]?.integer == position }?["id"]?.string)
        let (learner, competency) = (record["learner"]?["id"]?.string ?? "", entries[0]["competency"]?.string ?? "")
        var importing = program
        importing.input = Data(
            """
            {"id": "0198c5b2-7c1e-7d3a-9a51-00000000aaaa", "kind": "voice-heard", "learner": "\(learner)", \
            "occurredAt": "2026-06-20T10:00:00Z", "assertedBy": {"role": "system"}, "facts": {"decision": "\(decision)", \
            "competency": "\(competency)", "speaker": "family", "voice": "differs"}, "words": {"ownWords": "She can more."}}

            """.utf8)
        let imported = try await importing.run("import", "events", "-", "--rejects", "/dev/null")
        #expect(imported.status == 0, "\(imported.errors)")
        let heard = try await program.run("continuum", SampleDistrict.learner, "--words")
        #expect(heard.output.contains("the family differs"), "\(heard.errors)")
        #expect(heard.output.contains("She can more."))
        let timeline = try await program.run("learner", SampleDistrict.learner)
        #expect(timeline.output.contains("the family differs with the decision on R.1"))
    }

    @Test("a section is shown by next need, learners by name, in text, JSON and CSV; a wrong name or day is refused")
    func section() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            try await SampleDistrict.make("Riverbend", with: program)
            let section = "roster:section-1-1-2026-1"
            let text = try await program.run("section", section, "--on", "2025-10-01")
            #expect(text.status == 0, "\(text.errors)")
            #expect(text.output.contains("Where they could go on") && text.output.contains("Families to hear"))
            let rows = try #require(
                try JSONReader.read(
                    Array(try await program.run("section", section, "--on", "2025-10-01", "--json").output.utf8)
                ).array)
            #expect(rows.count > 10)
            // Inside each group by family name; the sample's names are a given and a family name.
            let groups = Dictionary(grouping: rows) { "\($0["need"]?.string ?? "") \($0["about"]?.string ?? "")" }
            for (group, lines) in groups {
                let names = lines.compactMap { line -> String? in
                    let parts = line["learner"]?.string?.split(separator: " ") ?? []
                    return parts.last.map { "\($0) \(parts.first ?? "")" }
                }
                #expect(names == names.sorted(), "\(group)")
            }
            for row in rows {
                for key in ["level", "levels", "count", "rank", "order"] { #expect(row[key] == nil) }
            }
            let csv = try await program.run("section", section, "--on", "2025-10-01", "--csv")
            #expect(csv.output.hasPrefix("need,about,learner,what,learnerId,competency"))
            let help = try await program.run("section", "--help")
            #expect(!help.output.contains("sort"))
            #expect(try await program.run("section", section).output.contains("Nobody is enrolled"))
            #expect(try await program.run("section", "no such section").status == 2)
            #expect(try await program.run("section", section, "--on", "yesterday").status == 2)
        }
    }
}
