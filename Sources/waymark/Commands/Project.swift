import ArgumentParser
import EventLog
import LearningRecord
import Projections

/// `waymark project`.
struct Project: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "project", abstract: "Bring continua, transcripts and equity tables up to date with the log.",
        discussion: """
            Imports do this at their end. With --follow it goes on as events come, until Ctrl-C; with --every-district \
            one process does so for all of them. Several may run at once: each district has one of them, and another \
            takes over when that dies.

            EXAMPLE
              waymark project
              waymark project --follow
              waymark project --follow --every-district

            NEXT
              `waymark status` says how far each table is behind the log.
            """)

    @Flag(help: "Go on as events come, until Ctrl-C.")
    var follow = false
    @Flag(help: "With --follow: in every district of the database, also those that are made meanwhile.")
    var everyDistrict = false
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        if everyDistrict, !follow { throw ValidationError("--every-district needs --follow.") }
        if everyDistrict, district.district != nil {
            throw ValidationError("--every-district and --district cannot be had at once; choose one.")
        }
    }

    func run() async throws {
        if everyDistrict { return try await followAll() }
        try await Site.work(in: district) { site, log in
            let status = try await Projecting.catchUp(log)
            if !follow { return try report(status) }
            try await Self.follow(site, only: log.district)
        }
    }

    private func followAll() async throws {
        let site = try await Site.open()
        try await Self.follow(site, only: nil)
    }

    private static func follow(_ site: Site, only district: District?) async throws {
        let name = district.map { "\"\(TextWidth.harmless($0.name))\"" } ?? "every district"
        Terminal.tell("waymark: following \(name); Ctrl-C ends it.")
        try await Interrupted.explaining(
            Interrupted(stored: "the tables are as far as they came", resume: "the same command goes on from there.")
        ) {
            try await Follower(store: site.store, only: district).follow(
                hints: Store.options(site.place.options),
                trouble: { district, error in
                    let place = district.map { " in \"\(TextWidth.harmless($0.name))\"" } ?? ""
                    Terminal.tell("waymark: \(Failure(reading: error).what)\(place); it is tried again.")
                })
        }
    }

    private func report(_ status: [ProjectionStatus]) throws {
        try answer.show(ProjectionLines(status).table)
        if status.contains(where: { $0.error != nil || !$0.parked.isEmpty }) { throw ExitStatus.failed }
    }
}
