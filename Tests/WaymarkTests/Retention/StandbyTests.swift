import EventLog
import Foundation
import LearningRecord
import LibPQ
import PrivateCluster
import TestSupport
import Testing

/// A server that follows another by streaming replication, as those who must not fail keep one.
@Suite("A streaming standby", .serialized)
struct StandbyTests {
    @Test("gets an erasure as it gets everything, and can be promoted", .longTimeLimit)
    func follows() async throws {
        try await withPair { pair in
            #expect(try await pair.shown(on: pair.standby).contains("XQZVFOLLOWED"))
            try await pair.first.must("erase", "learner", "\(pair.learner)", "--yes")
            try await pair.waitForReplay()
            // It opens for reading, and has nothing left to read.
            let read = try await pair.standby.run("learner", "\(pair.learner)", "--words", "--json")
            #expect(read.status == 0 && read.output.contains("learner-erased"), "\(read.errors)")
            #expect(!read.output.contains("XQZVFOLLOWED"))
            #expect(try Tool.files(in: pair.standbyHome + "/postgres", holding: ["XQZVFOLLOWED"]) == [])

            try await pair.first.must("db", "stop")
            try await pair.promote()
            try await pair.standby.must("project")
            #expect(try await pair.standby.must("verify").contains("intact"))
            #expect(try await pair.shown(on: pair.standby).contains("learner-erased"))
        }
    }

    @Test(
        "that had not got an erasure when it was promoted stays shut until it was carried out again",
        .longTimeLimit)
    func lagged() async throws {
        try await withPair { pair in
            try await pair.standby.must("db", "stop")
            try await pair.first.must("erase", "learner", "\(pair.learner)", "--yes")
            try await pair.first.must("db", "stop")
            // The register is kept beside the database, and outlives the server.
            try Tool.run(
                "/usr/bin/env", ["cp", "-p", pair.firstHome + "/erasures.jsonl", pair.standbyHome + "/erasures.jsonl"])
            try await pair.standby.must("db", "start")
            try await pair.promote()
            let shut = try await pair.standby.run("learner", "\(pair.learner)", "--words")
            #expect(shut.status == 1 && shut.errors.contains("erasures replay"), "\(shut.errors)")
            #expect(!shut.output.contains("XQZVFOLLOWED"))
            try await pair.standby.must("erasures", "replay")
            let shown = try await pair.shown(on: pair.standby)
            #expect(shown.contains("learner-erased") && !shown.contains("XQZVFOLLOWED"))
        }
    }

    private func withPair(_ body: (Pair) async throws -> Void) async throws {
        let homes = try Homes()
        let (home, program) = homes.program("first")
        for arguments in [["db", "start"], ["migrate"], ["key", "create"], ["district", "create", "Lakeside"]] {
            let outcome = try await program.run(arguments: arguments)
            try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
        }
        let learner = LearnerID(UUID())
        let file = homes.root + "/events.jsonl"
        let line =
            "{\"id\":\"\(UUID().uuidString.lowercased())\",\"kind\":\"support-requested\",\"learner\":\"\(learner)\","
            + "\"occurredAt\":\"2025-10-01T10:00:00Z\",\"assertedBy\":{\"role\":\"system\"},"
            + "\"facts\":{\"support\":\"a reader\"},\"words\":{\"note\":\"XQZVFOLLOWED\"}}\n"
        try Data(line.utf8).write(to: URL(fileURLWithPath: file))
        try await program.must("import", "events", file, "--rejects", "/dev/null")
        try homes.copy("first", to: "standby", following: true)
        let (standbyHome, standby) = homes.program("standby")
        try await standby.must("db", "start")
        try await body(
            Pair(first: program, firstHome: home, standby: standby, standbyHome: standbyHome, learner: learner))
        try await homes.remove()
    }
}

/// A server with one learner's words, and one that follows it.
private struct Pair {
    let first: Program
    let firstHome: String
    let standby: Program
    let standbyHome: String
    let learner: LearnerID

    func shown(on program: Program) async throws -> String {
        try await program.must("learner", "\(learner)", "--words", "--json")
    }

    /// Waits until the standby has all that the first server wrote.
    func waitForReplay() async throws {
        let written = try await asking(firstHome, "select pg_current_wal_insert_lsn()::text")
        for _ in 0..<200 {
            if try await asking(standbyHome, "select (pg_last_wal_replay_lsn() >= '\(written)')::text") == "true" {
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("the standby did not follow")
    }

    func promote() async throws {
        #expect(try await asking(standbyHome, "select pg_promote()::text") == "true")
    }

    private func asking(_ home: String, _ query: String) async throws -> String {
        let admin = try await Connection.connect(ConnectionOptions(PrivateCluster(home: home).keywords))
        let answer = try await admin.run { try $0.query("\(unsafeRaw: query)").single(as: String.self) }
        await admin.close()
        return answer
    }
}
