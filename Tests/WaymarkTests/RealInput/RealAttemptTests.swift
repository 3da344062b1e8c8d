import Foundation
import LearningRecord
import LibPQ
import TestSupport
import Testing

/// Enrolments and submissions of the Open University, in and out again (Docs/real-input.md).
@Suite(
    "Attempts of 28,785 real learners", .enabled(if: SharedData.isPresent, SharedData.absence))
struct RealAttemptTests {
    private static let rosters = [
        ("2013B", "2013-02-01"), ("2013J", "2013-10-01"), ("2014B", "2014-02-01"), ("2014J", "2014-10-01"),
    ]

    @Test(
        "Scores are dropped and counted; enrolments and attempts of every group are those of the raw files",
        .longTimeLimit)
    func counts() async throws {
        let raw = try #require(SharedData.url("data/oulad")).path
        let folder = try SampleFolder()
        defer { folder.remove() }
        let sample = try await SampleFolder.run(["oulad", raw, "--out", folder.path("oulad")])
        try #require(sample.status == 0, "\(sample.errors)")
        try await withTestDatabase { database in
            try folder.write("report.json", try await Self.fill(database, from: folder))
            let enrolments = try await Analyst.with(database) { analyst in
                try await Self.export("enrolments", as: analyst, into: folder)
            }
            // The log is not for staff: an administrator counts what stands in it.
            let attempts = try await Self.export("attempts", as: database.options, into: folder)
            let (comparer, report) = (Comparer("compare_oulad.py"), folder.path("report.json"))
            #expect(
                try await comparer.agreement([raw, enrolments.path, attempts.path, report])
                    == "834 cells, 173912 attempts, 173739 scores dropped: all as in the raw files")

            let row = try #require(try attempts.rows().first { $0.contains(",disability,declared,") })
            let fields = row.split(separator: ",")
            let number = try #require(Int(fields[3]))
            let more = (fields.dropLast() + ["\(number + 1)"]).joined(separator: ",")
            #expect(
                try await comparer.difference([raw, enrolments.path, try attempts.copy(with: row, as: more), report])
                    == "attempts: \(fields[0]) / disability / declared should be \(number) and is \(number + 1)")

            let text = try folder.text("report.json").replacing("173739", with: "173738")
            try folder.write("report.json", text)
            #expect(
                try await comparer.difference([raw, enrolments.path, attempts.path, report])
                    == "the import's report: dropped should be score: 173739 and is {'score': 173738}")
        }
    }

    /// Imports all of it, and gives the report on the submissions.
    private static func fill(_ database: TestDatabase, from folder: SampleFolder) async throws -> String {
        let program = Program(database)
        try await program.succeed("district", "create", "The Open University")
        try await program.succeed("import", "case", folder.path("oulad/framework.json"))
        for (code, day) in rosters {
            try await program.succeed(
                "import", "oneroster", folder.path("oulad/roster-\(code)"), "--as-of", day, "--no-project")
        }
        return try await program.succeed(
            "import", "events", folder.path("oulad/events.jsonl"), "--drop-grades", "--json")
    }

    private static func export(
        _ name: String, as login: ConnectionOptions, into folder: SampleFolder
    ) async throws -> ExportedTable {
        try await ExportedTable(Comparer.statement("oulad_\(name).sql"), as: login, to: folder.path("\(name).csv"))
    }
}
