import ArgumentParser
import Foundation

/// `waymark bench`.
struct Bench: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this Waymark beside what it is compared with, on your own server.",
        discussion: """
            Makes a scratch database on the server, measures the product and its comparator in turns, prints the median \
            ratio of the rounds, and drops the database. Needs a right to create databases, pgbench, and a machine \
            that does nothing else.

            EXAMPLE
              waymark bench --only bulk
              waymark bench --python venv/bin/python --message-db ../message-db --large 20000000

            NEXT
              Docs/performance.md says what each bar means and what was measured.
            """)

    /// A group of bars.
    enum Part: String, CaseIterable, ExpressibleByArgument {
        case bulk
        case `import`
        case thousand
        case single
        case read
        case size
        case rebuild
        case asOf = "as-of"
        case live
        case catchUp = "catch-up"
        case roster
        case service
    }

    @Option(help: "Measure this part only; may be given again.")
    var only: [Part] = []
    @Option(help: "Counted rounds of each; one more warms up.")
    var rounds = 5
    @Option(help: "Lines of events that are imported in a round.")
    var importEvents = 200_000
    @Option(
        help: ArgumentHelp(
            "A folder of waymark-sample district, whose lines are imported (else lines that are made here), and whose district the service answers of.",
            valueName: "folder"))
    var importSample: String?
    @Option(help: "Events that are read in order.")
    var readEvents = 5_000_000
    @Option(help: "Events from which projections are rebuilt, and among which the past is looked up.")
    var rebuildEvents = 5_000_000
    @Option(help: "Events of a call while events come in live, on the average.")
    var liveCall = 10
    @Option(
        help: ArgumentHelp(
            "Events a second that come in while pages of the service are opened; may be given again. (default: 2000)",
            valueName: "number"))
    var liveRate: [Int] = []
    @Option(
        help: ArgumentHelp(
            "A flush of a commit takes this long at the least, for everybody: imitates a slower disk (commit_delay; needs a superuser).",
            valueName: "milliseconds"))
    var flush: Int?
    @Option(help: "Events of the large log.")
    var large = 20_000_000
    @Option(
        help: ArgumentHelp(
            "The folder of a OneRoster bundle; without it and --python that bar is left out.", valueName: "folder"))
    var roster: String?
    @Option(help: "A Python with eventsourcing[postgres] 9.5 and psycopg 3; without it those bars are left out.")
    var python: String?
    @Option(help: "A checkout of message-db; without it that bar is left out.")
    var messageDB: String?
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        guard rounds >= 1 else { throw ValidationError("--rounds must be 1 or more.") }
        guard liveCall >= 1 else { throw ValidationError("--live-call must be 1 or more.") }
        guard liveRate.allSatisfy({ $0 >= 1 }) else { throw ValidationError("--live-rate must be 1 or more.") }
        guard (1...100).contains(flush ?? 1) else { throw ValidationError("--flush must be 1 to 100.") }
        guard readEvents >= 1_000, large >= 1_000, importEvents >= 1_000 else {
            throw ValidationError("sizes must be 1,000 or more.")
        }
    }

    func run() async throws {
        let place = DatabasePlace(environment: ProcessInfo.processInfo.environment)
        let progress = ProgressLine()
        defer { progress.clear() }
        let parts = only.isEmpty ? Part.allCases : only
        var measurements: [Measurement] = []
        for part in parts {
            measurements += try await place.reaching {
                try await BenchDatabase.with(on: place.options, flush: flush) { database in
                    try await measure(part, on: database) { progress.show($0) }
                }
            }
        }
        progress.clear()
        try answer.show(table(of: measurements), note: note(parts))
    }

    private func measure(
        _ part: Part, on database: BenchDatabase, progress: (String) -> Void
    ) async throws -> [Measurement] {
        switch part {
        case .bulk: try await BulkAppendBench(database: database, rounds: rounds).run(progress: progress)
        case .import:
            try await ImportBench(database: database, rounds: rounds, events: importEvents, sample: importSample)
                .run(progress: progress)
        case .thousand:
            if let python {
                try await EventSourcingBench(database: database, rounds: rounds, python: python).run(progress: progress)
            } else {
                []
            }
        case .single:
            try await SingleAppendBench(database: database, rounds: rounds, messageDB: messageDB)
                .run(progress: progress)
        case .read: try await ReadBench(database: database, rounds: rounds, events: readEvents).run(progress: progress)
        case .rebuild:
            try await RebuildBench(database: database, rounds: rounds, events: rebuildEvents).run(progress: progress)
        case .asOf:
            try await AsOfBench(database: database, rounds: rounds, events: rebuildEvents).run(progress: progress)
        case .catchUp: try await CatchUpBench(database: database, rounds: rounds).run(progress: progress)
        case .live: try await LiveBench(database: database, rounds: rounds, call: liveCall).run(progress: progress)
        case .service:
            try await ServiceAppendBench(database: database, rounds: rounds).run(progress: progress)
                + day(on: database, progress: progress)
        case .roster:
            if let python, let roster {
                try await RosterBench(database: database, rounds: rounds, folder: roster, python: python)
                    .run(progress: progress)
            } else {
                []
            }
        case .size:
            try await BenchDatabase.with(on: database.options, flush: flush) { small in
                try await SizeBench(large: database, small: small, rounds: rounds, events: large).run(
                    progress: progress)
            }
        }
    }

    private func day(
        on database: BenchDatabase, progress: (String) -> Void
    ) async throws -> [Measurement] {
        guard let importSample else { return [] }
        // Of its own: what was appended before would be followed meanwhile.
        return try await BenchDatabase.with(on: database.options, flush: flush) { own in
            try await ServiceDayBench(
                database: own, rounds: rounds, sample: importSample, call: liveCall,
                rates: liveRate.isEmpty ? [2_000] : liveRate
            ).run(
                progress: progress)
        }
    }

    private func table(of measurements: [Measurement]) -> Table {
        var table = Table([
            .text("What", "what"), .text("Beside", "beside"), .text("Unit", "unit"), .number("Waymark", "waymark"),
            .number("The other", "other"), .text("Ratio", "ratio"), .text("Bar", "bar"), .text("Met", "met"),
        ])
        for item in measurements {
            table.add([
                .text(item.what), .text(item.comparedWith), .text(item.unit),
                .number(Int64(Statistics.median(item.product))),
                item.other.isEmpty ? .none : .number(Int64(Statistics.median(item.other))),
                item.ratio.map { .text(Self.twoDigits($0)) } ?? .none,
                .text((item.other.isEmpty ? "at most " : "at least ") + Self.twoDigits(item.bar)), .flag(item.isMet),
            ])
        }
        return table
    }

    private func note(_ parts: [Part]) -> String? {
        var missing: [String] = []
        if parts.contains(.thousand), python == nil { missing.append("Python's eventsourcing (--python)") }
        if parts.contains(.single), messageDB == nil { missing.append("message-db (--message-db)") }
        if parts.contains(.roster), python == nil || roster == nil {
            missing.append("rosters beside Python's csv and psycopg (--python, --roster)")
        }
        if parts.contains(.service), importSample == nil {
            missing.append("a school day of the service (--import-sample)")
        }
        return missing.isEmpty ? nil : "Left out: \(missing.joined(separator: ", "))."
    }

    private static func twoDigits(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
