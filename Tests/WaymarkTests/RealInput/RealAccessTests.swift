import Foundation
import LibPQ
import TestSupport
import Testing

/// The Civil Rights Data Collection as a district would have sent it, in and out again (Docs/real-input.md).
@Suite(
    "Access in 1,000 real schools", .serialized, .enabled(if: SharedData.isPresent, SharedData.absence))
struct RealAccessTests {
    private static let file = "data/equity/crdc-2013-14-sample-1000-schools.access.csv"

    @Test(
        "Every count of every school, race and sex comes back as in the raw file, and one that is not is named",
        .longTimeLimit)
    func counts() async throws {
        let raw = try #require(SharedData.url(Self.file)).path
        let folder = try SampleFolder()
        defer { folder.remove() }
        let sample = try await SampleFolder.run(["crdc", raw, "--out", folder.path("crdc")])
        try #require(sample.status == 0, "\(sample.errors)")
        let comparer = Comparer("compare_crdc.py")
        try await withTestDatabase { database in
            let program = Program(database)
            try await program.succeed("district", "create", "United States")
            try await program.succeed(
                "import", "oneroster", folder.path("crdc/roster"), "--as-of", "2013-10-01", "--no-project")
            try await program.succeed("import", "events", folder.path("crdc/events.jsonl"))
            let (access, crossed) = try await Analyst.with(database) { analyst in
                (
                    try await Self.export("access", as: analyst, into: folder),
                    try await Self.export("access_crossed", as: analyst, into: folder)
                )
            }
            #expect(
                try await comparer.agreement([raw, access.path, crossed.path])
                    == "1000 schools, 120000 cells, 520115 learners, 35243 offered: all as in the raw file")

            let offers = try #require(try access.rows().first { Cells($0).group == "asian" && Cells($0).offered > 1 })
            let fewer = Cells(offers)
            #expect(
                try await comparer.difference([
                    raw, try access.copy(with: offers, as: fewer.text(offered: fewer.offered - 1)), crossed.path,
                ]) == "\(fewer.school) / race-ethnicity / asian / \(fewer.form): offered should be \(fewer.offered)"
                    + " and is \(fewer.offered - 1)")

            let girls = try #require(try crossed.rows().first { Cells($0).group == "female" && Cells($0).enrolled > 0 })
            let gone = try await comparer.difference([raw, access.path, try crossed.copy(with: girls, as: nil)])
            #expect(gone.hasPrefix("\(Cells(girls).school) / race-ethnicity / "))
            #expect(
                gone.hasSuffix(" / female / \(Cells(girls).form): enrolled should be \(Cells(girls).enrolled) and is 0")
            )
        }
    }

    private static func export(
        _ view: String, as analyst: ConnectionOptions, into folder: SampleFolder
    ) async throws -> ExportedTable {
        try await ExportedTable(
            "copy (select * from analytics.\(view)) to stdout with (format csv, header)", as: analyst,
            to: folder.path("\(view).csv"))
    }

    /// A row of either view, read from its end, since a school's name may hold commas.
    private struct Cells {
        private let fields: [Substring]
        private let row: String

        init(_ row: String) {
            self.row = row
            fields = row.split(separator: ",", omittingEmptySubsequences: false).suffix(8)
        }

        var group: String { String(fields[0]) }
        var form: String { String(fields[1]) }
        var enrolled: Int { Int(fields[2]) ?? 0 }
        var offered: Int { Int(fields[3]) ?? 0 }

        /// The number by which the collection knows the school.
        var school: String { row.firstMatch(of: /\((\w{12})\)/).map { String($0.1) } ?? "" }

        /// The row with another number of learners offered.
        func text(offered: Int) -> String {
            let parts = row.split(separator: ",", omittingEmptySubsequences: false)
            return (parts.dropLast(5) + ["\(offered)"] + parts.suffix(4)).joined(separator: ",")
        }
    }
}
