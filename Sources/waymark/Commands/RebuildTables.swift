import ArgumentParser
import EventLog
import LearningRecord
import Projections
import Synchronization

/// `waymark rebuild`.
struct RebuildTables: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Make a table anew from the log, beside the old rows, and swap it in.",
        discussion: """
            People read the old rows until the new ones are as far, and, where nothing about the table has changed, \
            proven equal. It is one rebuild for all districts of the database. After Ctrl-C the same command goes on; \
            two at once share the work. The old rows stay until the next rebuild: --back brings them up to date and \
            swaps them in again.

            EXAMPLE
              waymark rebuild continuum
              waymark rebuild --all
              waymark rebuild --back continuum

            NEXT
              `waymark status --all` says where the tables stand.
            """)

    @Argument(help: ArgumentHelp("Which: \(ProjectionCatalogue.names.joined(separator: ", ")).", valueName: "table"))
    var tables: [String] = []
    @Flag(help: "All of them.")
    var all = false
    @Flag(help: "Take the last swap back.")
    var back = false
    @Option(help: ArgumentHelp("How many workers, each with a connection of its own.", valueName: "count"))
    var workers = 2
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        let names = ProjectionCatalogue.names
        guard all != !tables.isEmpty else { throw ValidationError("Name a table, or say --all.") }
        guard (1...64).contains(workers) else { throw ValidationError("--workers must be between 1 and 64.") }
        guard Set(tables).count == tables.count else { throw ValidationError("Name each table once.") }
        for table in tables where !names.contains(table) {
            throw ValidationError("There is no table of \(table); there are \(names.joined(separator: ", ")).")
        }
    }

    func run() async throws {
        let site = try await Site.open()
        var table = Table([
            .text("Table", "projection"), .number("Build", "build"), .number("Version", "version"),
            .number("Before", "previous"),
            .number("Districts proven equal", "proven"),
        ])
        for report in try await rebuild(all ? ProjectionCatalogue.names : tables, in: site.store) {
            table.add([
                .text(report.projection), .number(Int64(report.build)), .number(Int64(report.version)),
                .number(Int64(report.previous)), .number(Int64(report.proven.count)),
            ])
        }
        try answer.show(table)
    }

    private func rebuild(_ names: [String], in store: Store) async throws -> [Rebuild.Report] {
        let line = ProgressLine()
        defer { line.clear() }
        let estimate = Estimates()
        return try await Interrupted.explaining(
            Interrupted(
                stored: "people read the old rows", resume: "Run the same command again: it goes on from there.")
        ) {
            let rebuild = Rebuild(store: store, workers: workers)
            if back {
                var reports: [Rebuild.Report] = []
                for name in names { reports.append(try await rebuild.back(name)) }
                return reports
            }
            return try await rebuild.run(names) { progress in
                let rest = estimate.rest(progress).map { ", \($0)" } ?? ""
                line.show(
                    "\(progress.projections.joined(separator: ", ")), \(TextWidth.harmless(progress.district)): \(Cell.grouped(progress.position)) of "
                        + "\(Cell.grouped(progress.head)) events\(rest)")
            }
        }
    }
}

/// An estimate for each district, from when its rebuild was first heard of.
private final class Estimates: Sendable {
    private let begun = Mutex<[String: Estimate]>([:])

    func rest(_ progress: Rebuild.Progress) -> String? {
        let estimate = begun.withLock { begun in
            let known = begun[progress.district] ?? Estimate()
            begun[progress.district] = known
            return known
        }
        return estimate.rest(done: progress.position, of: progress.head)
    }
}
