import ArgumentParser
import EventLog
import LearningRecord
import Projections
import ReferenceData

/// `waymark status`.
struct Status: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how the record stands, and how far each table is behind the log.",
        discussion: """
            A learner of whom an event cannot be read waits alone, and everybody else's rows go on; the event and why \
            it cannot be read are shown.

            Below stand the last imports of rosters and events. One without an end is under way, or was cut off: the \
            same `waymark import` goes on with it. --json has both, --csv the tables only.

            EXAMPLE
              waymark status
              waymark status --all --json

            NEXT
              `waymark project` brings the tables up to date; `waymark verify` checks that the log is whole.
            """)

    /// So many imports of each district are shown.
    private static let imports = 5

    @Flag(help: "Every district of the database.")
    var all = false
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let site = try await Site.open()
        let districts = all ? try await site.store.districts() : [try await site.district(named: district.district)]
        var status: [ProjectionStatus] = []
        var imports = ImportLines()
        for district in districts {
            let log = site.store.log(of: district)
            status += try await Projector(log: log).status()
            let tenant = district.tenant
            imports.add(
                try await log.run { try ImportRun.newest($0, tenant: tenant, limit: Self.imports) }, of: district.name)
        }
        for warning in site.warnings where site.place.cluster == nil { Terminal.tell("waymark: note: \(warning)") }
        let tables = ProjectionLines(status).table
        if answer.json { return try Output.json(.object(["tables": tables.json, "imports": imports.table.json])) }
        try answer.show(tables)
        guard !answer.csv else { return }
        if imports.table.rows.isEmpty { return try Output.line("\nNo roster and no events were imported yet.") }
        try Output.line("\nLast imports")
        try answer.show(imports.table)
    }
}
