import Foundation
import LearningRecord
import TestSupport
import Testing

@Suite("Linking two ids")
struct IdentityCommandTests {
    @Test("gives a transcript of both, which takes the place of those that were issued to either")
    func issuing() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            let fixture = try await Fixture(database, named: "Lakeside")
            let ada = try await fixture.learner("s-1", "Ada", "Moreno")
            _ = try await fixture.learner("s-2", "Ada M", "Moreno")
            let (competency, level) = (CompetencyID(UUID()), try #require(Level(2)))
            let evidence = try await fixture.append(
                .evidence(Evidence(form: .artifact, claims: [.init(competency: competency, level: level)])), of: ada,
                on: "2025-10-01", words: ["title": "A bridge"])
            try await fixture.append(
                .mastery(
                    Mastery(
                        competency: competency, level: level, framework: FrameworkID(UUID()), frameworkVersion: 1,
                        decider: Assertion(person: fixture.teacher, role: .teacher), evidence: [evidence],
                        policy: try fixture.label("default-1"))), of: ada, on: "2025-10-02")
            #expect(try await program.run("project").status == 0)
            let first = try await program.run("transcript", "roster:s-1", "--issue", "--json")
            #expect(first.status == 0, "\(first.errors)")
            let nothing = try await program.run("transcript", "roster:s-2", "--issue")
            #expect(nothing.status == 2)
            let linked = try await program.run(
                "identity", "link", "roster:s-1", "roster:s-2", "--by", "roster:t-1", "--reason", "one")
            #expect(linked.status == 0, "\(linked.errors)")
            let second = try await program.run("transcript", "roster:s-2", "--issue", "--json")
            #expect(second.status == 0 && second.errors.contains("takes the place"), "\(second.errors)")
            let id = try #require(first.errors.firstMatch(of: /issued ([0-9a-f-]{36}), digest/)).output.1
            let again = try await program.run("transcript", "roster:s-2", "--issued", String(id), "--json")
            #expect(again.output == first.output, "\(again.errors)")
            // Taken apart, the first record still knows that its transcript was superseded.
            let parted = try await program.run(
                "identity", "unlink", "roster:s-1", "roster:s-2", "--by", "roster:t-1", "--reason", "two")
            #expect(parted.status == 0, "\(parted.errors)")
            let record = try await program.run("learner", "roster:s-1")
            #expect(record.output.contains("a later transcript took an earlier one's place"))
            // Who erases one of two ids is told of the other, which stays.
            let linkedAgain = try await program.run(
                "identity", "link", "roster:s-1", "roster:s-2", "--by", "roster:t-1", "--reason", "one")
            #expect(linkedAgain.status == 0, "\(linkedAgain.errors)")
            let erased = try await program.run("erase", "learner", "roster:s-2", "--yes")
            #expect(erased.status == 0 && erased.errors.contains("\(ada), is whole"), "\(erased.errors)")
            let kept = try await program.run("transcript", "roster:s-1", "--issued", "latest", "--json")
            #expect(kept.output == first.output, "\(kept.errors)")
        }
    }

    @Test("shows one record under either id, says so, and is taken back by unlink")
    func linking() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            let fixture = try await Fixture(database, named: "Lakeside")
            let ada = try await fixture.learner("s-1", "Ada", "Moreno")
            let again = try await fixture.learner("s-2", "Ada M", "Moreno")
            let competency = CompetencyID(UUID())
            try await fixture.append(
                .goalSet(GoalSet(competency: competency, level: try #require(Level(2)))), of: again, on: "2025-09-01")
            let decided = ["--by", "roster:t-1", "--reason", "the same birth certificate"]
            for wrong in [["roster:s-1", "roster:s-1"], ["roster:s-1", "roster:s-9"], ["roster:s-1", "\(UUID())"]] {
                #expect(try await program.run(arguments: ["identity", "link"] + wrong + decided).status == 2)
            }
            #expect(try await program.run("identity", "link", "roster:s-1", "roster:s-2", "--by", "Nobody").status == 2)
            let linked = try await program.run(
                arguments: ["identity", "link", "roster:s-1", "roster:s-2"] + decided)
            #expect(linked.status == 0, "\(linked.errors)")
            #expect(linked.output.contains("\(ada)") && linked.output.contains("\(again)"))
            let before = try await program.run(
                arguments: ["identity", "link", "roster:s-2", "roster:s-1"] + decided)
            #expect(before.output.contains("one person already"))

            for id in ["roster:s-1", "roster:s-2"] {
                let record = try await program.run("learner", id, "--words")
                #expect(record.output.contains("one with"))
                #expect(record.output.contains("aims at") && record.output.contains("the same birth certificate"))
                #expect(record.output.contains("was found to be one person with \(again)"))
                let continuum = try await program.run("continuum", id)
                #expect(continuum.output.contains("one with") && continuum.output.contains("developing, 2025-09-01"))
                let transcript = try await program.run("transcript", id)
                #expect(transcript.errors.contains("who are one person"))
            }
            let parted = try await program.run(
                arguments: ["identity", "unlink", "roster:s-2", "roster:s-1", "--by", "roster:t-1", "--reason", "no"])
            #expect(parted.status == 0, "\(parted.errors)")
            let alone = try await program.run("learner", "roster:s-1")
            #expect(!alone.output.contains("aims at") && !alone.output.contains("one with"))
            #expect(alone.output.contains("is no longer taken for one person with \(again)"))
            let nothing = try await program.run(
                arguments: ["identity", "unlink", "roster:s-2", "roster:s-1", "--by", "roster:t-1", "--reason", "no"])
            #expect(nothing.status == 2 && nothing.errors.contains("no link"))
            // What was erased cannot be linked.
            #expect(try await program.run("erase", "learner", "roster:s-2", "--yes").status == 0)
            let erased = try await program.run(arguments: ["identity", "link", "roster:s-1", "\(again)"] + decided)
            #expect(erased.status == 2 && erased.errors.contains("erased"))
        }
    }
}
