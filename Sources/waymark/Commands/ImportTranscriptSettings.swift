import ArgumentParser
import EventLog
import Interchange
import LearningRecord

/// `waymark import transcript-settings`.
struct ImportTranscriptSettings: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "transcript-settings",
        abstract: "Say what counts toward which credit area of transcripts, and how schools describe themselves.",
        discussion: """
            A JSON file: "meaning", "areas" (each a name and items of frameworks, by code or identifier; an item \
            stands for all below it), "schools" (each a school and its profile). The whole file is the next version, \
            beside those before; transcripts that were issued stay as they are. Docs/formats/transcript-settings.md.

            EXAMPLE
              waymark import transcript-settings settings.json --dry-run
              waymark import transcript-settings settings.json

            NEXT
              `waymark transcript LEARNER` shows a transcript by them.
            """)

    @Argument(help: "The file; - for standard input.")
    var file: String
    @Flag(help: "Only say what would change.")
    var dryRun = false
    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let bytes = try InputFile.bytes(of: file)
        try await Site.work(in: district) { site, log in
            let report = try await TranscriptSettingsImport.run(
                bytes: bytes, into: log.district, pool: site.store.pool, dryRun: dryRun)
            if answer.json {
                return try Output.json(
                    .object([
                        "version": .number(String(report.version)), "isNew": .bool(report.isNew),
                        "areas": .number(String(report.areas)), "schools": .number(String(report.schools)),
                        "dryRun": .bool(dryRun),
                    ]))
            }
            let said = "\(report.areas) credit areas, \(report.schools) school profiles"
            let verb = dryRun ? "would be" : "is"
            try Output.line(
                report.isNew
                    ? "Version \(report.version) \(verb) new: \(said)."
                    : "Unchanged: version \(report.version) holds, \(said).")
        }
    }
}
