import EventLog
import Foundation
import LearningRecord
import LibPQ
import PrivateCluster
import TestSupport
import Testing

/// What is left after an erasure, looked for in every byte; and what a physical copy does that is older than it.
@Suite("Nothing that was written is left, and older physical copies stay shut", .serialized)
struct PlaintextTests {
    private static let words = [
        "XQZVTRIED", "XQZVFEEDBACK", "XQZVTITLE", "XQZVNARRATIVE", "XQZVSTATEMENT", "XQZVREQUEST", "XQZVRATIONALE",
    ]
    private static let names = ["Xqzvgiven", "Xqzvfamily", "xqzvmail", "xqzv-source"]

    @Test("words and names are in no table, dump, export, log or file of a copy", .longTimeLimit)
    func nothing() async throws {
        let homes = try Homes()
        let (home, program) = homes.program("first")
        try await setUp(program)
        let learner = try await record(program, home)
        // Everything that reads words or makes something of them.
        let before = homes.root + "/before"
        try FileManager.default.createDirectory(atPath: before, withIntermediateDirectories: true)
        try await program.must("project")
        try await program.must("transcript", "\(learner)", "--issue", "--html", before + "/page.html")
        try await program.must("continuum", "\(learner)", "--json")
        try await program.must("equity", "--by", "sex")
        try await program.must("export", "events", "--output", before + "/events.jsonl")
        try await program.must("export", "district", "--output", before + "/district")
        try await program.must("rebuild", "--all")
        #expect(try await program.must("learner", "\(learner)", "--words").contains(Self.words[0]))
        #expect(try Tool.files(in: before, holding: Self.words).count >= Self.words.count, "the markers were not there")
        try homes.copy("first", to: "older")

        try await program.must(
            "access-request", "close", "\(learner)", "--answer", "shown", "--note", "XQZVREQUEST shown")
        try await program.must("erase", "learner", "\(learner)", "--yes")

        // What is given out now.
        let after = homes.root + "/after"
        try FileManager.default.createDirectory(atPath: after, withIntermediateDirectories: true)
        try await program.must("project")
        try await program.must("export", "events", "--output", after + "/events.jsonl")
        try await program.must("export", "district", "--output", after + "/district")
        for arguments in [
            ["learner", "\(learner)", "--words", "--json"], ["transcript", "\(learner)", "--json"],
            ["continuum", "\(learner)", "--json"],
            ["equity", "--csv"], ["access-request", "list", "--all", "--json"], ["status", "--json"],
        ] {
            let outcome = try await program.run(arguments: arguments)
            try Data((outcome.output + outcome.errors).utf8)
                .write(to: URL(fileURLWithPath: after + "/\(arguments[0])-\(arguments.count).txt"))
        }
        let socket = home + "/postgres/socket"
        try Tool.postgres("pg_dump", ["-h", socket, "-U", "waymark_admin", "-f", after + "/dump.sql", "waymark"])
        #expect(try Tool.files(in: after, holding: Self.words + Self.names) == [])
        let cluster = PrivateCluster(home: home)
        #expect(try await tables(cluster, holding: Self.words + Self.names) == [])
        #expect(try Tool.files(in: home + "/postgres/server.log", holding: Self.words + Self.names) == [])

        // Words never reached the server: no file of a copy has them, nor the write-ahead log in it, nor the older copy.
        try homes.copy("first", to: "copy")
        for copy in ["copy", "older", "first"] {
            #expect(try Tool.files(in: homes.program(copy).home, holding: Self.words) == [], "\(copy)")
        }
        // Names did. After what Docs/retention.md says of VACUUM, they are in no table's file.
        let admin = try await Connection.connect(ConnectionOptions(cluster.keywords))
        for table in ["ref.person", "ref.enrolment", "ref.person_role", "pg_catalog.pg_statistic"] {
            try await admin.run { _ = try $0.execute("vacuum full \(unsafeRaw: table)") }
        }
        try await admin.run { _ = try $0.execute("checkpoint") }
        await admin.close()
        #expect(try Tool.files(in: home + "/postgres/data/base", holding: Self.names) == [])

        // The older copy, brought back with the register as it is today.
        let (older, opened) = homes.program("older")
        try Tool.run("/usr/bin/env", ["cp", "-p", home + "/erasures.jsonl", older + "/erasures.jsonl"])
        try await opened.must("db", "start")
        for arguments in [["status"], ["learner", "\(learner)", "--words"], ["export", "events"]] {
            let shut = try await opened.run(arguments: arguments)
            #expect(shut.status == 1 && shut.errors.contains("erasures replay"), "\(shut.errors)")
            #expect(shut.output.isEmpty)
        }
        try await opened.must("erasures", "replay")
        let again = try await opened.must("learner", "\(learner)", "--words", "--json")
        #expect(again.contains("learner-erased"))
        #expect((Self.words + Self.names).allSatisfy { !again.contains($0) })
        #expect(try await tables(PrivateCluster(home: older), holding: Self.words + Self.names) == [])
        #expect(try await opened.must("verify").contains("intact"))
        try await homes.remove()
    }

    private func setUp(_ program: Program) async throws {
        try await program.must("db", "start")
        try await program.must("migrate")
        try await program.must("key", "create")
        try await program.must("district", "create", "Lakeside")
        try await program.must("import", "case", SampleDistrict.path("framework.json"))
        let roster = try Roster(school: "First", learners: 6)
        defer { try? roster.remove() }
        try roster.write(
            "users",
            "sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName,email\n"
                + "xqzv-source,true,sch,student,u0,Xqzvgiven,Xqzvfamily,xqzvmail@example.org\n"
                + (1...6).map { "s-\($0),true,sch,student,u\($0),Learner,Number\($0),\n" }.joined())
        try roster.write(
            "enrollments",
            "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\ne-0,k1,sch,xqzv-source,student\n"
                + (1...6).map { "e-\($0),k1,sch,s-\($0),student\n" }.joined())
        try await program.must("import", "oneroster", roster.folder.path)
    }

    /// Events with marked words of one learner, brought in as a teacher's file would.
    private func record(_ program: Program, _ home: String) async throws -> LearnerID {
        let shown = try JSONReader.read(Array(try await program.must("learner", "roster:xqzv-source", "--json").utf8))
        let learner = try #require(shown["learner"]?["id"]?.string.flatMap { LearnerID($0) })
        let framework = try JSONReader.read(
            try Data(contentsOf: URL(fileURLWithPath: SampleDistrict.path("framework.json"))).map { $0 })
        let competency = try #require(framework["CFItems"]?.array?.last?["identifier"]?.string)
        let document = try #require(framework["CFDocument"]?["identifier"]?.string)
        func line(_ id: String, _ kind: String, _ facts: String, _ words: String) -> String {
            "{\"id\":\"\(id)\",\"kind\":\"\(kind)\",\"learner\":\"\(learner)\",\"occurredAt\":\"2025-10-01T10:00:00Z\","
                + "\"assertedBy\":{\"role\":\"system\"},\"facts\":\(facts),\"words\":\(words)}\n"
        }
        let evidence = UUID().uuidString.lowercased()
        let text =
            line(
                UUID().uuidString.lowercased(), "attempt",
                "{\"task\":\"bridge\",\"competencies\":[\"\(competency)\"],\"outcome\":\"not-yet\"}",
                "{\"tried\":\"XQZVTRIED\",\"feedback\":\"XQZVFEEDBACK\"}")
            + line(
                evidence, "evidence",
                "{\"form\":\"artifact\",\"competencies\":[{\"competency\":\"\(competency)\",\"level\":2}]}",
                "{\"title\":\"XQZVTITLE\",\"narrative\":\"XQZVNARRATIVE\"}")
            + line(
                UUID().uuidString.lowercased(), "transcript-prepared", "{\"highlights\":[\"\(evidence)\"]}",
                "{\"statement\":\"XQZVSTATEMENT\"}")
            + line(
                UUID().uuidString.lowercased(), "mastery",
                "{\"competency\":\"\(competency)\",\"level\":2,\"framework\":\"\(document)\",\"frameworkVersion\":1,"
                    + "\"decider\":{\"role\":\"system\"},\"evidence\":[\"\(evidence)\"],\"learnerVoice\":\"agrees\","
                    + "\"familyVoice\":\"not-yet-heard\",\"policy\":\"default\"}",
                "{\"rationale\":\"XQZVRATIONALE\"}")
        let file = NSTemporaryDirectory() + "waymark-marked-\(UUID().uuidString).jsonl"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        try await program.must("import", "events", file, "--rejects", "/dev/null")
        try await program.must("access-request", "open", "\(learner)", "--requester", "family", "--note", "XQZVREQUEST")
        return learner
    }

    /// Tables of every schema, the catalogue's too, that hold one of some texts when copied out.
    private func tables(_ cluster: PrivateCluster, holding texts: [String]) async throws -> [String] {
        let admin = try await Connection.connect(ConnectionOptions(cluster.keywords))
        let found = try await admin.run { session in
            let names = try session.query(
                """
                select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where c.relkind in ('r', 'm', 't') and not c.relisshared order by 1
                """
            ).column(as: String.self)
            var found: [String] = []
            for name in names where !name.hasPrefix("pg_toast") {
                var bytes: [UInt8] = []
                try session.copyOut("copy (select * from \(unsafeRaw: name)) to stdout") {
                    bytes.append(contentsOf: $0)
                }
                let text = String(decoding: bytes, as: UTF8.self)
                found += texts.filter { text.contains($0) }.map { "\(name): \($0)" }
            }
            return found
        }
        await admin.close()
        return found
    }
}
