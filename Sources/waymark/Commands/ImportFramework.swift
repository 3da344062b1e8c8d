import ArgumentParser
import EventLog
import Interchange

/// `waymark import case`.
struct ImportFramework: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Import a competency framework: a CASE 1.1 or 1.0 package.",
        discussion: """
            A changed framework comes in as a new version beside the old ones; decisions keep citing theirs. All of \
            it goes in or nothing. A CASE service gives the file at …/CFPackages/ID.

            EXAMPLE
              waymark import case math.json
              curl -s https://example.org/ims/case/v1p1/CFPackages/ID | waymark import case -

            NEXT
              `waymark import oneroster FILE` brings the learners.
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
            let report = try await Interrupted.explaining(
                Interrupted(
                    stored: "nothing of \(file) is stored", resume: "Run the same command again to import it.")
            ) {
                try await CASEImport.run(
                    bytes: bytes, into: log.district, pool: site.store.pool, dryRun: dryRun)
            }
            try answer.json ? Output.json(report.json) : Output.line(TextWidth.harmlessLines(report.description))
        }
    }
}
