import EventLog
import Foundation
import LearningRecord
import TestSupport
import Testing

@Suite("waymark react")
struct ReactTests {
    @Test("runs a program for each event from now on, with facts and a key, and tries what failed again")
    func react() async throws {
        try await withTestDatabase { database in
            let fixture = try await Fixture(database, named: "North")
            let learner = try await fixture.learner("l-1", "Ada", "Moreno")
            let folder = FileManager.default.temporaryDirectory.appending(path: "react-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let script = """
                test -e \(folder.path)/fail && { echo "the mail server is down" >&2; exit 3; }
                cat >> \(folder.path)/events; echo "$WAYMARK_EFFECT_KEY ${WAYMARK_MASTER_KEY:-no key}" >> \(folder.path)/keys
                """
            let program = Program(database)
            let arguments = ["react", "tell", "--kind", "goal-set", "--json", "--", "sh", "-c", script]
            let competency = CompetencyID(UUID())
            let level = try #require(Level(2))
            let goal = Facts.goalSet(GoalSet(competency: competency, level: level))
            try await fixture.append(goal, of: learner, on: "2025-09-01", words: ["ownWords": "SEALED"])
            let first = try await program.run(arguments: arguments)
            #expect(first.status == 0, "\(first.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "events").path))

            try await fixture.append(goal, of: learner, on: "2025-09-02", words: ["ownWords": "SEALED"])
            try Data().write(to: folder.appending(path: "fail"))
            let failed = try await program.run(arguments: arguments)
            #expect(failed.status == 1)
            #expect(failed.output.contains("the mail server is down"), "\(failed.output)")
            try FileManager.default.removeItem(at: folder.appending(path: "fail"))
            try await Task.sleep(for: .seconds(2))
            #expect(try await program.run(arguments: arguments).status == 0)
            #expect(try await program.run(arguments: arguments).status == 0)

            let events = try String(contentsOf: folder.appending(path: "events"), encoding: .utf8)
            #expect(events.split(separator: "\n").count == 1)
            #expect(events.contains("\"goal-set\"") && events.contains("2025-09-02") && !events.contains("SEALED"))
            let keys = try String(contentsOf: folder.appending(path: "keys"), encoding: .utf8)
            let head = try await fixture.log.head()
            #expect(keys == "\(fixture.district.id.uuidString.lowercased())/tell/\(head)/0 no key\n")
        }
    }

    @Test("refuses what it cannot do, by name")
    func refused() async throws {
        try await withTestDatabase { database in
            let program = Program(database)
            let kind = try await program.run(arguments: ["react", "tell", "--kind", "grade", "--", "true"])
            #expect(kind.status == 2 && kind.errors.contains("There is no kind grade"))
            #expect(try await program.run(arguments: ["react", "Tell", "--kind", "mastery", "--", "true"]).status == 2)
            #expect(try await program.run(arguments: ["react", "tell", "--kind", "mastery"]).status == 2)
        }
    }
}
