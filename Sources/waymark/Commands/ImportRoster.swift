import ArgumentParser
import EventLog
import Interchange
import LearningRecord

/// `waymark import oneroster`.
struct ImportRoster: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "oneroster", abstract: "Import a roster: OneRoster 1.2 or 1.1 as CSV, a folder or a zip file.",
        discussion: """
            Everything is checked before anything is changed; one wrong line and nothing goes in, and the error names \
            file, line, column and value. Who is missing from a bulk file has left; nobody is deleted.

            EXAMPLE
              waymark import oneroster roster.zip --dry-run
              waymark import oneroster roster.zip
              waymark import oneroster nightly/ --as-of 2025-09-01
              waymark import oneroster new-system.zip --match name-and-birth-date --dry-run

            NEXT
              `waymark learner "Ada Moreno"` shows what came of it.
            """)

    @Argument(help: "The folder or zip file.")
    var files: String
    @Flag(help: "Only say what would change.")
    var dryRun = false
    @Option(
        help: ArgumentHelp(
            "The day that the files speak of: who is missing left then. Today, unless given.",
            valueName: "date"))
    var asOf: Day?
    @Flag(help: "Let a bulk file end most of what is there, as when a school year begins.")
    var allowManyEndings = false
    @Option(
        help: ArgumentHelp(
            "Match people under new ids with those known under others by this rule (name-and-birth-date, "
                + "name-and-email); may be given again. --dry-run shows who would be whom.", valueName: "rule"),
        transform: { try Self.choice($0, of: RosterIdentityRule.self) })
    var match: [RosterIdentityRule] = []
    @Option(
        name: .customLong("reused-ids"),
        help: ArgumentHelp(
            "What to make of ids with other names and birth dates than before: refuse, new-person or same-person.",
            valueName: "choice"),
        transform: { try Self.choice($0, of: RosterReusedIDs.self) })
    var reusedIDs: RosterReusedIDs = .refuse
    @OptionGroup var projecting: ProjectOption
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let location = NamedFilesLocation(path: files)
        _ = try location.open()
        let options = RosterImportOptions(
            asOf: asOf?.date ?? Clock.now().date, isDryRun: dryRun, allowsManyEndings: allowManyEndings,
            matching: Set(match), reusedIDs: reusedIDs)
        try await Site.work(in: district) { _, log in
            let progress = ProgressLine()
            defer { progress.clear() }
            let report = try await Interrupted.explaining(
                Interrupted(
                    stored: "the roster is either wholly in or not at all",
                    resume: "Run the same command again: it ends what was begun.")
            ) {
                try await RosterImport(log: log, options: options).run(from: location) { step in
                    progress.show(step.text)
                }
            }
            progress.clear()
            try answer.json ? Output.json(report.json) : Output.line(TextWidth.harmlessLines(report.description))
            if !dryRun { try await projecting.run(log) }
        }
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ text: String, of type: Choice.Type
    ) throws -> Choice where Choice.RawValue == String {
        if let choice = Choice(rawValue: text) { return choice }
        throw ValidationError("must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
}

extension RosterProgress {
    fileprivate var text: String {
        switch self {
        case .reading(let file, let rows): "reading \(file): \(Cell.grouped(rows)) rows"
        case .comparing: "comparing with what is known"
        case .appending(let done, let total): "recording \(Cell.grouped(done)) of \(Cell.grouped(total)) events"
        }
    }
}
