import ArgumentParser
import EventLog
import LearningRecord
import Projections

/// `waymark retry`.
struct RetryParked: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Try learners who wait at an event that could not be folded again.",
        discussion: """
            An event that cannot be read stops nobody but its learner, whose rows stay as they were before it. Once a \
            program that can read it is installed, this folds those learners anew from the log.

            EXAMPLE
              waymark retry
              waymark retry continuum

            NEXT
              `waymark status` says how many wait, and at which event.
            """)

    @Argument(help: ArgumentHelp("Which: \(ProjectionCatalogue.names.joined(separator: ", ")).", valueName: "table"))
    var table: String?
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        let names = ProjectionCatalogue.names
        if let table, !names.contains(table) {
            throw ValidationError("There is no table of \(table); there are \(names.joined(separator: ", ")).")
        }
    }

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let retried = try await Projector(log: log).retry(table)
            var lines = Table([
                .text("Table of", "projection"), .text("Learner", "learner"), .number("Waited at", "waitedAt"),
                .text("Now", "now"), .machine("waitsAt"),
            ])
            for item in retried {
                lines.add([
                    .text(item.projection), .text(item.parked.learner.description), .number(item.parked.position),
                    .text(item.still.map { "still waits: \($0.error)" } ?? "up to date"),
                    .optional(item.still?.position),
                ])
            }
            try answer.show(lines)
            if retried.contains(where: { $0.still != nil }) { throw ExitStatus.failed }
        }
    }
}
