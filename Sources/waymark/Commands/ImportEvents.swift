import ArgumentParser
import EventLog
import Interchange

/// `waymark import events`.
struct ImportEvents: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Import learning events as JSON Lines: one event a line.",
        discussion: """
            A line that cannot be taken goes to the file of rejects with its reason, and the rest goes in (the command \
            then ends with 4). Ids make a repetition harmless; a file whose import was interrupted goes on where it \
            stopped. Learners and classes may be named roster:SOURCEDID. Docs/formats/events.md tells the form.

            EXAMPLE
              waymark import events events.jsonl
              zcat events.jsonl.gz | waymark import events - --rejects rejects.jsonl
              waymark import events old-system.jsonl --drop-grades

            NEXT
              `waymark continuum LEARNER` shows what came of it.
            """)

    @Argument(help: "The file; - for standard input.")
    var file: String
    @Option(
        help: ArgumentHelp(
            "Where rejected lines go; else FILE.rejects.jsonl, and nowhere for standard input.", valueName: "file"))
    var rejects: String?
    @Flag(help: "Leave out fields that smell of a grade, and count them, instead of rejecting the line.")
    var dropGrades = false
    @Flag(help: "Read the file from its start, also when an earlier import came further.")
    var startOver = false
    @OptionGroup var projecting: ProjectOption
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let isInput = file == "-"
        if !isInput { try InputFile.check(file) }
        let options = EventImportOptions(
            dropsGrades: dropGrades, rejectsPath: rejects ?? (isInput ? nil : file + ".rejects.jsonl"),
            startsOver: startOver)
        try await Site.work(in: district) { _, log in
            let report = try await load(EventImport(log: log, options: options), isInput: isInput)
            try answer.json ? Output.json(report.json) : Output.line(TextWidth.harmlessLines(report.description))
            try await projecting.run(log)
            if report.rejected > 0 { throw ExitStatus.partly }
        }
    }

    private func load(_ events: EventImport, isInput: Bool) async throws -> EventImportReport {
        let line = ProgressLine()
        defer { line.clear() }
        let estimate = Estimate()
        let progress: @Sendable (EventImportProgress) -> Void = { progress in
            line.show(progress.text(estimate))
        }
        return try await Interrupted.explaining(
            Interrupted(
                stored: "what was recorded so far is stored",
                resume: isInput
                    ? "Run the same command again: what is known already is not stored twice."
                    : "Run the same command again: it goes on where this stopped.")
        ) {
            try await isInput
                ? events.run(FileByteSource(standardInput: ()), progress: progress)
                : events.run(path: file, progress: progress)
        }
    }
}

extension EventImportProgress {
    fileprivate func text(_ estimate: Estimate) -> String {
        let part = totalBytes.map { $0 > 0 ? ", \(bytes * 100 / $0)% of the file" : "" } ?? ""
        let rest = rejected > 0 ? ", \(Cell.grouped(rejected)) rejected" : ""
        let left = totalBytes.flatMap { estimate.rest(done: bytes - firstByte, of: $0 - firstByte) }
        return "\(Cell.grouped(lines)) lines\(part)\(rest)\(left.map { ", \($0)" } ?? "")"
    }
}
