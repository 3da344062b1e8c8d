import ArgumentParser
import EventLog
import Projections

/// `waymark status`.
struct Status: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how the record stands, and how far each table is behind the log.",
        discussion: """
            A learner of whom an event cannot be read waits alone, and everybody else's rows go on; the event and why \
            it cannot be read are shown.

            EXAMPLE
              waymark status
              waymark status --all --json

            NEXT
              `waymark project` brings the tables up to date; `waymark verify` checks that the log is whole.
            """)

    @Flag(help: "Every district of the database.")
    var all = false
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let site = try await Site.open()
        let districts = all ? try await site.store.districts() : [try await site.district(named: district.district)]
        var status: [ProjectionStatus] = []
        for district in districts {
            status += try await Projector(log: site.store.log(of: district)).status()
        }
        for warning in site.warnings where site.place.cluster == nil { Terminal.tell("waymark: note: \(warning)") }
        try answer.show(ProjectionLines(status).table)
    }
}
