import EventLog
import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

/// Copies that are older than an erasure, restored with the tools that people use.
@Suite("Erasures after a restore", .serialized)
struct RestoreTests {
    @Test("an older dump, vault and all, shows nothing until the register's erasures were carried out again")
    func wholeDump() async throws {
        try await withStory { story in
            let dump = story.folder + "/older.dump"
            try Tool.postgres("pg_dump", ["-Fc", "-f", dump, story.database.url])
            try await story.program.must("erase", "learner", "Ada Moreno", "--yes", "--by", "Grace Okafor")
            try await withEmptyDatabase { restored in
                try Tool.postgres("pg_restore", ["-d", restored.url, "--exit-on-error", dump])
                try await expectShut(story, restored, story.program.environment)
                try await expectErasedAgain(story, restored, story.program.environment)
            }
        }
    }

    @Test("an older record with the newest vault is noticed without any register")
    func newestVault() async throws {
        try await withStory { story in
            try Tool.postgres(
                "pg_dump", ["-Fc", "-N", "vault", "-f", story.folder + "/record.dump", story.database.url])
            try await story.program.must("erase", "learner", "Ada Moreno", "--yes")
            try Tool.postgres(
                "pg_dump", ["-Fc", "-n", "vault", "-f", story.folder + "/vault.dump", story.database.url])
            try await withEmptyDatabase { restored in
                for part in ["record", "vault"] {
                    try Tool.postgres(
                        "pg_restore", ["-d", restored.url, "--exit-on-error", "\(story.folder)/\(part).dump"])
                }
                let other = story.program.environment.merging(["WAYMARK_HOME": story.folder + "/other"]) { $1 }
                try await expectShut(story, restored, other)
                try await expectErasedAgain(story, restored, other)
            }
        }
    }

    @Test("with the keys in another database an older record is noticed by them, and holds no key")
    func keyDatabase() async throws {
        try await withTestDatabase { keys in
            try await withStory(keys: keys) { story in
                let dump = story.folder + "/older.dump"
                try Tool.postgres("pg_dump", ["-Fc", "-f", dump, story.database.url])
                try await story.program.must("erase", "learner", "Ada Moreno", "--yes")
                try await withEmptyDatabase { restored in
                    try Tool.postgres("pg_restore", ["-d", restored.url, "--exit-on-error", dump])
                    let other = story.program.environment.merging(["WAYMARK_HOME": story.folder + "/other"]) { $1 }
                    #expect(try await live(restored) == 0)
                    try await expectShut(story, restored, other)
                    try await expectErasedAgain(story, restored, other)
                }
            }
        }
    }

    @Test("a list that was exported does it on another machine; one that was named and is not there keeps it shut")
    func exported() async throws {
        try await withStory { story in
            let dump = story.folder + "/older.dump"
            let list = story.folder + "/list.jsonl"
            try Tool.postgres("pg_dump", ["-Fc", "-f", dump, story.database.url])
            try await story.program.must("erase", "learner", "Ada Moreno", "--yes")
            #expect(try await story.program.must("erasures", "export", list).contains("1 erasure "))
            try await withEmptyDatabase { restored in
                try Tool.postgres("pg_restore", ["-d", restored.url, "--exit-on-error", dump])
                let named = story.program.environment.merging([
                    "WAYMARK_HOME": story.folder + "/other", "WAYMARK_ERASURES": story.folder + "/named.jsonl",
                ]) { $1 }
                let program = Program(restored, environment: named.merging(["DATABASE_URL": restored.url]) { $1 })
                let shut = try await program.run("status")
                #expect(shut.status != 0 && shut.errors.contains("register of erasures"), "\(shut.errors)")
                let forged = story.folder + "/forged.jsonl"
                let text = try String(contentsOfFile: list, encoding: .utf8)
                try Data(text.replacing("\(story.ada)", with: "\(story.ben)").utf8).write(
                    to: URL(fileURLWithPath: forged))
                let refused = try await program.run("erasures", "replay", forged)
                #expect(refused.status == 2 && refused.errors.contains("line 2"), "\(refused.errors)")
                let done = try await program.run("erasures", "replay", list)
                #expect(done.status == 0 && done.output.contains("Erased 1 again"), "\(done.errors)")
                #expect(try await program.run("status").status == 0)
                #expect(try await program.run("learner", "Ada Moreno").status == 2)
                #expect(try await program.run("learner", "Ben Osei", "--words").output.contains("words of Ben"))
            }
        }
    }

    @Test("a key that a restored vault brought back is destroyed by the next command")
    func olderVault() async throws {
        try await withStory { story in
            try Tool.postgres(
                "pg_dump", ["-Fc", "-n", "vault", "-f", story.folder + "/vault.dump", story.database.url])
            try await story.program.must("erase", "learner", "Ada Moreno", "--yes")
            let admin = try await Connection.connect(story.database.options)
            try await admin.run { try $0.script("drop schema vault cascade") }
            await admin.close()
            try Tool.postgres(
                "pg_restore", ["-d", story.database.url, "--exit-on-error", story.folder + "/vault.dump"])
            #expect(try await live(story.database) == 2)
            let opened = try await story.program.run("learner", "\(story.ada)", "--words")
            #expect(opened.status == 0 && opened.errors.contains("destroyed 1 key"), "\(opened.errors)")
            #expect(!opened.output.contains("words of Ada"))
            #expect(try await live(story.database) == 1)
        }
    }

    /// No command shows anything of the restored record.
    private func expectShut(_ story: RestoreStory, _ restored: TestDatabase, _ environment: [String: String])
        async throws
    {
        let program = Program(restored, environment: environment.merging(["DATABASE_URL": restored.url]) { $1 })
        for arguments in [
            ["learner", "Ada Moreno", "--words"], ["status"], ["export", "events"], ["project"], ["verify"],
            ["continuum", "Ben Osei"],
            ["retention", "show"], ["key", "check"],
        ] {
            let outcome = try await program.run(arguments: arguments)
            if arguments == ["key", "check"] { continue }
            #expect(outcome.status == 1, "\(arguments)")
            #expect(outcome.errors.contains("older than 1 erasure") && outcome.errors.contains("erasures replay"))
            #expect(outcome.output.isEmpty && !outcome.errors.contains("Moreno"))
        }
    }

    /// After the replay Ada is gone as she was, Ben is as he was, and it need not be done again.
    private func expectErasedAgain(
        _ story: RestoreStory, _ restored: TestDatabase, _ environment: [String: String]
    ) async throws {
        let program = Program(restored, environment: environment.merging(["DATABASE_URL": restored.url]) { $1 })
        let done = try await program.run("erasures", "replay", "--json")
        #expect(done.status == 0, "\(done.errors)")
        #expect(try JSONReader.read(Array(done.output.utf8))["erasures"]?.string == nil)
        #expect(try JSONReader.read(Array(done.output.utf8))["erasures"]?.integer == 1)
        #expect(try await program.must("erasures", "replay").contains("Nothing was missing"))
        #expect(try await program.run("learner", "Ada Moreno").status == 2)
        let ada = try await program.must("learner", "\(story.ada)", "--words", "--json")
        #expect(ada.contains("learner-erased") && !ada.contains("words of Ada") && !ada.contains("Moreno"))
        #expect(try await program.must("learner", "Ben Osei", "--words").contains("words of Ben"))
        #expect(try await program.run("verify").status == 0)
        let original = try await event(story.database)
        #expect(try await event(restored) == original)
    }

    /// The columns of the erasure's event, but for its place.
    private func event(_ database: TestDatabase) async throws -> String {
        let admin = try await Connection.connect(database.options)
        let text = try await admin.run {
            try $0.query(
                "select (to_jsonb(e) - 'position' - 'recorded_at' - 'leaf_hash')::text from log.event e where kind = 21"
            )
            .single(as: String.self)
        }
        await admin.close()
        return text
    }

    private func live(_ database: TestDatabase) async throws -> Int64 {
        let admin = try await Connection.connect(database.options)
        let count = try await admin.run {
            try $0.query("select count(*) from vault.learner_key where wrapped is not null").single(as: Int64.self)
        }
        await admin.close()
        return count
    }

    private func withStory(
        keys: TestDatabase? = nil, _ body: (RestoreStory) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "waymark-restore-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await withTestDatabase { database in
            var environment = ["WAYMARK_HOME": folder + "/home"]
            if let keys { environment["WAYMARK_KEY_DATABASE"] = keys.url }
            let fixture = try await Fixture(database, named: "Lakeside", keys: keys)
            let (ada, ben) = (
                try await fixture.learner("s-1", "Ada", "Moreno"), try await fixture.learner("s-2", "Ben", "Osei")
            )
            for (learner, name) in [(ada, "Ada"), (ben, "Ben")] {
                try await fixture.append(
                    .supportRequested(SupportRequested(support: try fixture.label("a reader"))), of: learner,
                    on: "2025-09-01", words: ["note": "words of \(name)"])
            }
            await fixture.store.close()
            try await body(
                RestoreStory(
                    folder: folder, database: database, program: Program(database, environment: environment), ada: ada,
                    ben: ben))
        }
    }
}

/// A record with two learners, before one of them is erased.
private struct RestoreStory {
    let folder: String
    let database: TestDatabase
    let program: Program
    let ada: LearnerID
    let ben: LearnerID
}
