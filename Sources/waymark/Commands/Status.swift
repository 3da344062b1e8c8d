import ArgumentParser
import EventLog
import LearningRecord

/// `waymark status`.
struct Status: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how the record stands.",
        discussion: """
            EXAMPLE
              waymark status
              waymark status --all --json

            NEXT
              `waymark verify` checks that the log is whole.
            """)

    @Flag(help: "Every district of the database.")
    var all = false
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let site = try await Site.open()
        let districts = all ? try await site.store.districts() : [try await site.district(named: district.district)]
        var table = Table([
            .text("District", "district"), .number("Events", "events"), .text("Newest recorded", "recordedAt"),
        ])
        for district in districts {
            let log = site.store.log(of: district)
            let head = try await log.head()
            let newest = try await log.read(after: head - 1, limit: 1).first
            table.add([.text(district.name), .number(head), .optional(newest?.recordedAt)])
        }
        try answer.show(table)
    }
}
