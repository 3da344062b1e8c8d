import ArgumentParser
import EventLog
import LearningRecord
import ReferenceData

/// `waymark retention run`.
struct RetentionRunning: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Destroy what the retention schedule says is due, or say what would go.",
        discussion: """
            Nobody who is enrolled is touched, nor anyone whose record somebody waits to see (`waymark \
            access-request`), nor a learner of whom no end of an enrolment is known. Each learner goes in one \
            transaction; after Ctrl-C or a crash the same command goes on. The run ends with an event in the log.

            EXAMPLE
              waymark retention run --dry-run
              waymark retention run --dry-run --as-of 2027-07-01
              waymark retention run --by "Grace Okafor"

            NEXT
              `waymark verify` shows that the log is still whole.
            """)

    @Flag(help: "Only say what would go.")
    var dryRun = false
    @Option(help: ArgumentHelp("With --dry-run: as if it were that day.", valueName: "date"))
    var asOf: String?
    @Option(help: ArgumentHelp("The administrator who decided it: named like a learner.", valueName: "person"))
    var by: String?
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        guard asOf == nil || dryRun else {
            throw ValidationError("--as-of goes with --dry-run: what is destroyed is what is due today.")
        }
        guard asOf == nil || asOf.flatMap({ CalendarDate($0) }) != nil else {
            throw ValidationError("--as-of must be a date such as 2027-07-01.")
        }
    }

    func run() async throws {
        try await Site.work(in: district) { site, log in
            if dryRun { return try await tellPlan(log) }
            let assertion = try await Deciders.administrator(by, in: log)
            let progress = ProgressLine()
            defer { progress.clear() }
            let now = Clock.now()
            let report = try await Interrupted.explaining(
                Interrupted(
                    stored: "what was destroyed is destroyed, learner by learner, and counted",
                    resume: "Run the same command again: it goes on where this stopped.")
            ) {
                try await RetentionRunner(log: log).run(on: now.date, now: now, by: assertion) { done, total in
                    progress.show("\(Cell.grouped(done)) of \(Cell.grouped(total))")
                }
            }
            progress.clear()
            try await site.store.forgetStatistics()
            try await site.noteErasures()
            guard let report else { throw RetentionShow.none() }
            try tell(report)
        }
    }

    private func tell(_ report: RetentionRunner.Report) throws {
        var table = Table([
            .text("Class", "class"), .number("Destroyed", "destroyed"), .number("Kept: request open", "blocked"),
        ])
        for tally in report.tallies {
            table.add([.text(tally.recordClass.text), .number(tally.destroyed), .number(tally.blocked)])
        }
        let resumed = report.wasResumed ? " (a run that was interrupted, and is ended now)" : ""
        try answer.show(table, note: "Version \(report.schedule), as of \(report.day)\(resumed).")
    }

    private func tellPlan(_ log: EventLog) async throws {
        let tenant = log.district.tenant
        guard let version = try await log.run({ try RetentionStore.newest($0, tenant: tenant) }) else {
            throw RetentionShow.none()
        }
        let day = asOf.flatMap { CalendarDate($0) } ?? Clock.now().date
        let plan = try await RetentionPlan(version.schedule, log: log, on: day)
        var table = Table([
            .text("Class", "class"), .text("Kept for", "keep"), .number("Would go", "due"),
            .text("Oldest since", "oldest"), .number("Kept: request open", "blocked"),
            .number("Kept: no end known", "unknown"),
        ])
        for share in plan.shares {
            table.add([
                .text(share.recordClass.rawValue), .text(share.keep.inWords), .number(share.count),
                .optional(share.oldest), .number(Int64(share.blocked.count)), .number(share.unknown),
            ])
        }
        try answer.show(table, note: "Version \(version.number), as of \(day). Nothing was destroyed.")
    }
}
