import Foundation
import LearningRecord
import TestSupport
import Testing

@Suite("waymark-sample district")
struct DistrictSampleTests {
    private static let files =
        ["framework.json", "events.jsonl", "truths.json", "truths.md"]
        + [
            "manifest", "orgs", "academicSessions", "courses", "classes", "users", "roles", "demographics",
            "enrollments",
        ].map { "roster/\($0).csv" }

    @Test("The same seed and options give the same bytes, and another seed other people and events")
    func determinism() async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        for (name, seed) in [("a", "7"), ("b", "7"), ("c", "8")] {
            try await Self.make(["--seed", seed, "--learners", "110"], folder.path(name))
        }
        for file in Self.files {
            #expect(try folder.text("a/\(file)") == folder.text("b/\(file)"), "\(file)")
        }
        for file in ["framework.json", "events.jsonl", "truths.json", "roster/users.csv", "roster/demographics.csv"] {
            #expect(try folder.text("a/\(file)") != folder.text("c/\(file)"), "\(file)")
        }
        // Other options of the same seed must not bring other events under the same ids.
        try await Self.make(["--seed", "7", "--learners", "111"], folder.path("d"))
        #expect(try Self.ids(folder, "a").isDisjoint(with: Self.ids(folder, "d")))
    }

    @Test("The bytes are those of every other machine, and a change of them is a decision")
    func bytes() async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        try await Self.make(["--seed", "7", "--learners", "100"], folder.path("out"))
        // FNV-1a over all files.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for file in Self.files {
            for byte in try folder.text("out/\(file)").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        #expect(hash == 0x0C32_38E4_1B6F_5B3B)
    }

    @Test("It ends on a day that is given, and its last term goes on: the same people and the same story on other days")
    func endsOn() async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        let options = ["--seed", "7", "--learners", "60", "--schools", "2"]
        try await Self.make(options, folder.path("usual"))
        try await Self.make(options + ["--ends-on", "2031-11-19"], folder.path("moved"))
        #expect(try folder.text("moved/roster/users.csv") == folder.text("usual/roster/users.csv"))
        #expect(try Self.ids(folder, "moved").count == Self.ids(folder, "usual").count)
        let days = try folder.text("moved/events.jsonl").split(separator: "\n").map { line in
            try #require(JSONReader.read(Array(line.utf8))["occurredAt"]?.string).prefix(10)
        }
        // The Sunday of that week is the 23rd.
        let last = try #require(days.max())
        #expect(("2031-11-17"..."2031-11-23").contains(last))
        let sessions = try folder.text("moved/roster/academicSessions.csv")
        #expect(sessions.contains("\"Term 2, 2031\",semester,2031-07-07,2032-01-31"))
        #expect(sessions.contains("School year 2031,schoolYear,2031-02-03,2032-01-31"))
    }

    @Test("Each id stands once, every kind is there, and the counts are those of the lines")
    func lines() async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        try await Self.make(["--seed", "3", "--learners", "60", "--schools", "2"], folder.path("out"))
        var kinds: [String: Int64] = [:]
        var ids: Set<String> = []
        for line in try folder.text("out/events.jsonl").split(separator: "\n") {
            let event = try JSONReader.read(Array(line.utf8))
            #expect(ids.insert(try #require(event["id"]?.string)).inserted)
            kinds[try #require(event["kind"]?.string), default: 0] += 1
        }
        let truths = try PlantedTruths(folder.text("out/truths.json"))
        let counts = try #require(truths.root["kinds"]?.object)
        #expect(counts.members.count == 22)
        for (kind, count) in counts.members { #expect(count.integer == kinds[kind] && kinds[kind] != nil, "\(kind)") }
        #expect(truths.root["events"]?.integer == Int64(ids.count))
        #expect((truths.root["recordedLate"]?.integer ?? 0) > 0)
        #expect(try folder.text("out/events.jsonl").contains("demonstrated\",\"revises\""))
        for words in ["Me gusta", "Em ", "أ", "I like"] {
            #expect(try folder.text("out/events.jsonl").contains(words), "\(words)")
        }
    }

    @Test("As many events as were asked for, about")
    func size() async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        for wanted in [60, 900] {
            try await Self.make(
                ["--seed", "3", "--learners", "20", "--schools", "1", "--events-per-learner", "\(wanted)"],
                folder.path("out"))
            let events = try folder.text("out/events.jsonl").split(separator: "\n").count
            #expect(abs(events - 20 * wanted) < 20 * wanted / 5, "\(events)")
        }
    }

    @Test(
        "Options that no district can be made from are refused, and nothing is written",
        arguments: [
            (["--learners", "99"], "--learners must be 100 or more"), (["--schools", "0"], "--schools must be from 1"),
            (["--years", "21"], "--years must be from 1 to 20"), (["--start-year", "1492"], "--start-year must be"),
            (["--events-per-learner", "9"], "--events-per-learner must be from 10"), (["--seed", "x"], "--seed"),
        ])
    func refusals(_ options: [String], _ reason: String) async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        let all = ["district", "--seed", "1", "--out", folder.path("out")] + options
        let outcome = try await SampleFolder.run(all)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
    }

    @Test("A folder with anything else in it is left alone; an earlier sample is written over")
    func folders() async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        try folder.write("mine.txt", "mine")
        let refused = try await SampleFolder.run(["district", "--seed", "1", "--out", folder.path("")])
        #expect(refused.status == 2)
        #expect(refused.errors.contains("holds files that are no sample"))
        #expect(try folder.text("mine.txt") == "mine")
        try await Self.make(["--seed", "1"], folder.path("out"))
        try await Self.make(["--seed", "2", "--learners", "100"], folder.path("out"))
        #expect(try folder.rows("out/roster/demographics.csv").count == 100)
    }

    /// Runs the command and ends the test unless it did all.
    static func make(_ options: [String], _ out: String) async throws {
        let outcome = try await SampleFolder.run(["district", "--out", out] + options)
        try #require(outcome.status == 0, "\(outcome.errors)")
    }

    private static func ids(_ folder: SampleFolder, _ name: String) throws -> Set<Substring> {
        Set(try folder.text("\(name)/events.jsonl").split(separator: "\n").map { $0.dropFirst(7).prefix(36) })
    }
}
