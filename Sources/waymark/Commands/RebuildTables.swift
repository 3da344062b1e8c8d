import ArgumentParser
import EventLog
import LearningRecord
import Projections

/// `waymark rebuild`.
struct RebuildTables: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Make a table anew from the log, beside the old rows, and swap it in.",
        discussion: """
            People read the old rows until the new ones are as far, and, where nothing about the table has changed, \
            proven equal. It is one rebuild for all districts of the database. After Ctrl-C the same command goes on.

            EXAMPLE
              waymark rebuild continuum
              waymark rebuild --all

            NEXT
              `waymark status --all` says where the tables stand.
            """)

    @Argument(help: ArgumentHelp("Which: \(ProjectionCatalogue.names.joined(separator: ", ")).", valueName: "table"))
    var tables: [String] = []
    @Flag(help: "All of them.")
    var all = false
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        let names = ProjectionCatalogue.names
        guard all != !tables.isEmpty else { throw ValidationError("Name a table, or say --all.") }
        for table in tables where !names.contains(table) {
            throw ValidationError("There is no table of \(table); there are \(names.joined(separator: ", ")).")
        }
    }

    func run() async throws {
        let site = try await Site.open()
        var table = Table([
            .text("Table", "projection"), .number("Build", "build"), .number("Version", "version"),
            .number("Districts proven equal", "proven"),
        ])
        for name in all ? ProjectionCatalogue.names : tables {
            let report = try await rebuild(name, in: site.store)
            table.add([
                .text(name), .number(Int64(report.build)), .number(Int64(report.version)),
                .number(Int64(report.proven.count)),
            ])
        }
        try answer.show(table)
    }

    private func rebuild(_ name: String, in store: Store) async throws -> Rebuild.Report {
        let line = ProgressLine()
        defer { line.clear() }
        return try await Interrupted.explaining(
            Interrupted(
                stored: "people read the old rows", resume: "Run the same command again: it goes on from there.")
        ) {
            try await Rebuild(store: store).run(name) { progress in
                line.show("\(name): \(Cell.grouped(progress.position)) of \(Cell.grouped(progress.head)) events")
            }
        }
    }
}
