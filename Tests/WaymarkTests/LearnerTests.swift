import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

@Suite("One learner")
struct LearnerTests {
    @Test("A learner is found by name, roster id and UUID, and several of one name are listed with their schools")
    func references() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "Lakeside")
            let ada = try await fixture.learner("s-1", "Ada", "Moreno")
            _ = try await fixture.learner("s-2", "Kim", "Lee")
            _ = try await fixture.learner("s-3", "Kim", "Lee")
            let program = Program(database)
            for name in ["Ada Moreno", "moreno, ada", "ada", "roster:s-1", "\(ada)", "\(ada)".uppercased()] {
                let outcome = try await program.run("learner", name)
                #expect(outcome.status == 0, "\(name): \(outcome.errors)")
                #expect(outcome.output.contains("\(ada)"))
                #expect(outcome.output.contains("School of Lakeside"))
            }
            let several = try await program.run("learner", "Kim Lee")
            #expect(several.status == 2)
            #expect(several.errors.contains("roster:s-2") && several.errors.contains("roster:s-3"))
            #expect(several.errors.contains("School of Lakeside"))
            for nobody in ["Nobody", "roster:s-99", "\(UUID())", "%", "_", "'; drop table ref.person; --"] {
                #expect(try await program.run("learner", nobody).status == 2, "\(nobody)")
            }
        }
    }

    @Test("The timeline tells events in words, in the order they happened, and says which were corrected")
    func timeline() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "Lakeside")
            let ada = try await fixture.learner("s-1", "Ada", "Moreno")
            let competency = CompetencyID(UUID())
            let late = try await fixture.append(
                .attempt(
                    Attempt(task: try fixture.label("Bridge model"), competencies: [competency], outcome: .notYet)),
                of: ada, on: "2025-10-02", words: ["tried": "a truss\u{1B}[31m of paper"])
            try await fixture.append(
                .supportRequested(SupportRequested(support: try fixture.label("a quiet room"))), of: ada,
                on: "2025-09-10")
            try await fixture.append(
                .correction(Correction(voiding: late)), of: ada, on: "2025-10-03", words: ["reason": "wrong learner"])
            let program = Program(database)

            let plain = try await program.run("learner", "Ada Moreno")
            let lines = plain.output.split(separator: "\n")
            let request = lines.firstIndex { $0.contains("asked for “a quiet room”") }
            let attempt = lines.firstIndex { $0.contains("tried “Bridge model”") }
            #expect(try #require(request) < #require(attempt))
            #expect(plain.output.contains("taken back"))
            #expect(plain.output.contains("Grace Okafor"))
            #expect(!plain.output.contains("truss"))

            let opened = try await program.run("learner", "Ada Moreno", "--words")
            #expect(opened.output.contains("truss"))
            #expect(!opened.output.contains("\u{1B}"))

            let json = try JSONReader.read(Array(try await program.run("learner", "roster:s-1", "--json").output.utf8))
            let events = try #require(json["events"]?.array)
            #expect(events.count == 4)
            #expect(events.compactMap { $0["counts"]?.string }.filter { $0 != "yes" } == ["no: taken back"])
            #expect(events.allSatisfy { $0["words"] == nil })

            let without = Program(database, environment: ["WAYMARK_MASTER_KEY": ""])
            #expect(try await without.run("learner", "Ada Moreno").status == 0)
            let sealed = try await without.run("learner", "Ada Moreno", "--words")
            #expect(sealed.status == 1)
            #expect(sealed.errors.contains("no master key"))

            let past = try await program.run("learner", "Ada Moreno", "--as-of", "2001-01-01")
            #expect(past.output.contains("Nothing is recorded yet."))
        }
    }

    @Test("Erasing asks first, needs the whole name, and leaves facts, no words and no name")
    func erase() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "Lakeside")
            let ada = try await fixture.learner("s-1", "Ada", "Moreno")
            try await fixture.append(
                .supportRequested(SupportRequested(support: try fixture.label("a reader"))), of: ada, on: "2025-09-01",
                words: ["note": "I cannot read small print"])
            let program = Program(database)
            #expect(try await program.run("erase", "learner", "ada", "--yes").status == 2)
            let asked = try await program.run("erase", "learner", "Ada Moreno")
            #expect(asked.status == 2)
            #expect(asked.errors.contains("--yes"))
            #expect(try await program.run("learner", "Ada Moreno", "--words").output.contains("small print"))

            let done = try await program.run("erase", "learner", "Ada Moreno", "--yes", "--by", "Grace Okafor")
            #expect(done.status == 0, "\(done.errors)")
            #expect(try await program.run("learner", "Ada Moreno").status == 2)
            #expect(try await program.run("learner", "roster:s-1").status == 2)
            let rest = try await program.run("learner", "\(ada)", "--words")
            #expect(rest.status == 0)
            #expect(rest.output.contains("asked for “a reader”"))
            #expect(rest.output.contains("erased"))
            #expect(!rest.output.contains("small print") && !rest.output.contains("Moreno"))
            let again = try await program.run("erase", "learner", "\(ada)", "--yes", "--json")
            #expect(try JSONReader.read(Array(again.output.utf8))["before"]?.bool == true)
            #expect(try await program.run("verify").output.contains("intact"))
        }
    }

    @Test("Verify ends with 3 and names the first wrong event when a stored byte was flipped")
    func verify() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "Lakeside")
            _ = try await fixture.learner("s-1", "Ada", "Moreno")
            _ = try await fixture.learner("s-2", "Kim", "Lee")
            let program = Program(database)
            #expect(try await program.run("verify").status == 0)
            let connection = try await Connection.connect(database.options)
            // As a superuser could who hides the traces: the guards off, a change, the guards on again.
            try await connection.run { session in
                for state in ["disable", "enable always"] {
                    try session.script(
                        SQLScript(
                            unsafeRaw: """
                                do $$ declare found record; begin
                                    for found in select tgrelid::regclass as name, tgname from pg_trigger
                                                 where tgname like 'refuse%' and not tgisinternal loop
                                        execute format('alter table %s \(state) trigger %I', found.name, found.tgname);
                                    end loop;
                                    if '\(state)' = 'disable' then
                                        update log.event set code = code + 1 where position = 2;
                                    end if;
                                end $$
                                """))
                }
            }
            await connection.close()
            let outcome = try await program.run("verify", "--json")
            #expect(outcome.status == 3)
            let row = try JSONReader.read(Array(outcome.output.utf8)).array?.first
            #expect(row?["position"]?.integer == 2)
        }
    }
}
