import ArgumentParser
import EventLog
import LearningRecord
import ReferenceData

/// `waymark retention show`.
struct RetentionShow: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the retention schedule that holds.",
        discussion: """
            EXAMPLE
              waymark retention show
              waymark retention show --json > schedule.json
              waymark retention show --version 1

            NEXT
              Change the file, and `waymark retention set schedule.json` makes it the next version.
            """)

    @Option(name: .customLong("version"), help: ArgumentHelp("An earlier version.", valueName: "number"))
    var number: Int64?
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let (tenant, number) = (log.district.tenant, number)
            let version = try await log.run { try RetentionStore.version($0, tenant: tenant, number: number) }
            guard let version else { throw RetentionShow.none(number) }
            if answer.json { return try Output.write(version.text) }
            try Output.line("Version \(version.number), set on \(version.setAt.date).")
            try Output.line()
            var table = Table([
                .text("Class", "class"), .text("Kept for", "keep"), .text("Counted from", "from"),
                .text("Purpose", "purpose"),
            ])
            for recordClass in RecordClass.allCases {
                let rule = version.schedule.rules[recordClass]
                table.add([
                    .text(recordClass.rawValue), .text(rule?.keep.inWords ?? "not in the schedule: kept"),
                    .text(recordClass.countedFrom), .text(rule?.purpose ?? ""),
                ])
            }
            try Output.write(table.text(width: Terminal.width))
        }
    }

    /// There is no schedule, or not that version of it.
    static func none(_ number: Int64? = nil) -> Failure {
        .refused(
            number.map { "there is no version \($0) of the retention schedule" }
                ?? "the district has no retention schedule",
            advice: "`waymark retention set FILE` sets one; Docs/retention.md shows the form.")
    }
}
