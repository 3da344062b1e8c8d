import ArgumentParser
import EventLog
import LearningRecord
import ReferenceData

/// `waymark retention set`.
struct RetentionSet: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Make a file the retention schedule of the district.",
        discussion: """
            Earlier versions are kept, and each run says which it carried out. Nothing is destroyed by setting. The \
            classes are words, identity, groups, other-people and import-reports; a class that is not named is kept.

            EXAMPLE
              waymark retention set schedule.json --by "Grace Okafor"

            NEXT
              `waymark retention run --dry-run` says what would go.
            """)

    @Argument(help: "The file (JSON; - for standard input).")
    var file: String
    @Option(help: ArgumentHelp("Who decided it: named like a learner.", valueName: "person"))
    var by: String?
    @OptionGroup var district: DistrictOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let schedule = try RetentionSchedule(json: try InputFile.bytes(of: file))
        try await Site.work(in: district) { _, log in
            var person: PersonID?
            if let by { person = try await LearnerReference.resolve(by, in: log, isExact: true).id }
            let (tenant, decider) = (log.district.tenant, person)
            let version = try await log.run {
                try RetentionStore.set(schedule, by: decider, $0, tenant: tenant)
            }
            try Output.line("Version \(version.number) of the retention schedule holds.")
            try Output.line("Next: `waymark retention run --dry-run` says what would go.")
        }
    }
}
