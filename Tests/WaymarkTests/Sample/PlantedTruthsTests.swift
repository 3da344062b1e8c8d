import Foundation
import LearningRecord
import LibPQ
import Projections
import TestSupport
import Testing

/// A sample's truths beside what the product makes of the sample.
@Suite("The truths of a sample district")
struct PlantedTruthsTests {
    @Test("Every planted number is what the views say, and one offer more is noticed", .longTimeLimit)
    func views() async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        try await DistrictSampleTests.make(
            ["--seed", "11", "--learners", "210", "--schools", "6", "--years", "2"], folder.path("out"))
        let truths = try PlantedTruths(folder.text("out/truths.json"))
        try await withTestDatabase { database in
            let program = Program(database)
            try await program.succeed("district", "create", "Sample")
            try await program.succeed("import", "case", folder.path("out/framework.json"))
            try await program.succeed("import", "oneroster", folder.path("out/roster"), "--no-project")
            // It would end with 4 if a single line were rejected.
            let told = try await program.succeed("import", "events", folder.path("out/events.jsonl"), "--json")
            let report = try JSONReader.read(Array(told.utf8))
            #expect(report["rejected"]?.integer == 0, "\(told)")
            #expect(try await program.run("verify").status == 0)

            let seen = try await ViewedTruths(database)
            Self.expectSame(truths.access, seen.access)
            Self.expectSame(truths.firstOffers, seen.firstOffers)
            Self.expectSame(truths.sections, seen.sections)
            Self.expectSame(truths.decisions, seen.decisions)
            try await Self.expectSameFromCommand(truths, program)
            try await Self.expectEverySortOfRow(database)

            // One offer to somebody whom nobody had offered anything, and its school and year are off by one.
            let uneven = try #require(truths.schools["uneven-offers"])
            try await Self.offerOneMore(folder, program)
            let after = try await ViewedTruths(database).access
            let changed = truths.access.subtracting(after)
            #expect(!changed.isEmpty)
            #expect(changed.allSatisfy { $0.hasPrefix(uneven) })
            #expect(changed.contains { $0.hasPrefix("\(uneven)|Autumn 2025|all|everyone|any|") })
        }
    }

    @Test("Each truth is as large as it is said to be")
    func sizes() async throws {
        let folder = try SampleFolder()
        defer { folder.remove() }
        try await DistrictSampleTests.make(["--seed", "5", "--learners", "400"], folder.path("out"))
        let truths = try PlantedTruths(folder.text("out/truths.json"))
        func cell(_ truth: String, _ group: String) throws -> [Int] {
            let start = "\(try #require(truths.schools[truth]))|Autumn 2025|\(group)|any|"
            let line = try #require(truths.access.first { $0.hasPrefix(start) })
            return line.dropFirst(start.count).split(separator: "|").compactMap { Int($0) }
        }
        for group in ["english", "spanish"] {
            #expect(try cell("fair", "language|\(group)").last == 0)
            #expect(try cell("late-offers", "language|\(group)").last == 0)
        }
        let english = try cell("uneven-offers", "language|english")
        let everyone = try cell("uneven-offers", "all|everyone")
        #expect(english[1] == (english[0] * 4 + 4) / 5)
        #expect(everyone[1] - english[1] == (everyone[0] - english[0]) * 3 / 10)
        #expect(try cell("detracking-pilot", "all|everyone")[5] > 0)

        let late = try #require(truths.schools["late-offers"])
        for line in truths.firstOffers where line.hasPrefix("\(late)|") {
            let days = line.split(separator: "|").suffix(3).compactMap { Int($0) }
            let (least, most) = (try #require(days.first), try #require(days.last))
            #expect(line.contains("|english|") ? 7...11 ~= least && most < 12 : least >= 70, "\(line)")
        }
        // In sorted sections nobody of a later one had demonstrated more than anybody of the one before.
        let tracked = truths.sections.filter { $0.hasPrefix("section-4-") && $0.contains("-2026-1|") }
        func demonstrated(_ section: Int) -> [Int] {
            tracked.filter { $0.hasPrefix("section-4-\(section)-") }
                .compactMap { Int($0.split(separator: "|")[1]) }
        }
        for section in 1..<4 {
            let (here, next) = (
                try #require(demonstrated(section).min()), try #require(demonstrated(section + 1).max())
            )
            #expect(here >= next)
        }
    }

    private static func expectSame(_ planted: Set<String>, _ seen: Set<String>) {
        #expect(!planted.isEmpty)
        #expect(planted.subtracting(seen).sorted().prefix(5).joined(separator: "\n") == "")
        #expect(seen.subtracting(planted).sorted().prefix(5).joined(separator: "\n") == "")
    }

    /// Every column of every table that is folded from the log has something in it somewhere: but for erasures, which no
    /// file can bring.
    private static func expectEverySortOfRow(_ database: TestDatabase) async throws {
        let connection = try await Connection.connect(database.options)
        let empty = try await connection.run { session in
            var empty: [String] = []
            for table in ProjectionCatalogue.all.flatMap({ $0.tables }) where table.name != "identity_erasure" {
                for column in [table.keyColumn] + table.columns {
                    let count = try session.query(
                        "select count(\(identifier: column)) from proj.\(identifier: table.name)"
                    ).single(as: Int64.self)
                    if count == 0 { empty.append("\(table.name).\(column)") }
                }
            }
            return empty
        }
        await connection.close()
        #expect(empty == [])
    }

    /// `waymark equity` shows the cells of one dimension.
    private static func expectSameFromCommand(_ truths: PlantedTruths, _ program: Program) async throws {
        let table = try await program.succeed("equity", "--by", "language", "--exact", "--json")
        let rows = try #require(try JSONReader.read(Array(table.utf8)).array)
        let seen = rows.map { row in
            (["school", "term", "dimension", "group"].map { row[$0]?.string ?? "?" } + ["any"]
                + ["enrolled", "offered", "accepted", "started", "completed", "neverOffered"].map {
                    row[$0]?.integer.map { "\($0)" } ?? "?"
                }).joined(separator: "|")
        }
        expectSame(truths.access.filter { $0.contains("|language|") && $0.contains("|any|") }, Set(seen))
    }

    private static func offerOneMore(_ folder: SampleFolder, _ program: Program) async throws {
        // Whoever was offered something by mistake was else offered nothing.
        let lines = try folder.text("out/events.jsonl").split(separator: "\n")
        let mistake = try #require(
            lines.first {
                $0.contains("enrichment-offered") && $0.contains("roster:school-2\"") && isVoided($0, in: lines)
            })
        let again = String(mistake).replacing(#/"id":"[^"]*"/#, with: #""key":"one-more""#)
        try folder.write("more.jsonl", again + "\n")
        try await program.succeed("import", "events", folder.path("more.jsonl"))
    }

    private static func isVoided(_ line: Substring, in lines: [Substring]) -> Bool {
        let id = line.dropFirst(7).prefix(36)
        return lines.contains { $0.contains("\"corrects\":\"\(id)\"") }
    }
}
