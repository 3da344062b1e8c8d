import ArgumentParser
import EventLog
import LearningRecord
import Projections

/// `waymark project`.
struct Project: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "project", abstract: "Bring continua, transcripts and equity tables up to date with the log.",
        discussion: """
            Imports do this at their end. With --follow it goes on as events come, until Ctrl-C; several may run at \
            once, one of them works and another takes over when it dies.

            EXAMPLE
              waymark project
              waymark project --follow

            NEXT
              `waymark status` says how far each table is behind the log.
            """)

    @Flag(help: "Go on as events come, until Ctrl-C.")
    var follow = false
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { site, log in
            let status = try await Projecting.catchUp(log)
            if !follow { return try report(status) }
            Terminal.tell("waymark: following \"\(TextWidth.harmless(log.district.name))\"; Ctrl-C ends it.")
            try await Interrupted.explaining(
                Interrupted(
                    stored: "the tables are as far as they came", resume: "`waymark project` goes on from there.")
            ) { try await Projector(log: log).follow(hints: Store.options(site.place.options)) }
        }
    }

    private func report(_ status: [ProjectionStatus]) throws {
        try answer.show(ProjectionLines(status).table)
        if status.contains(where: { $0.error != nil || !$0.parked.isEmpty }) { throw ExitStatus.failed }
    }
}
