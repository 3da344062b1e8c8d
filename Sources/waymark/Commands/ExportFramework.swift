import ArgumentParser
import EventLog
import Interchange
import LearningRecord
import ReferenceData

/// `waymark export case`.
struct ExportFramework: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Give out a competency framework as a CASE 1.1 package.",
        discussion: """
            EXAMPLE
              waymark export case --output math.json
              waymark export case "Mathematics" --version 1 > math-v1.json

            NEXT
              `waymark import case FILE --district OTHER` takes it into another district.
            """)

    @Argument(help: "The framework: its title or identifier. Not needed where there is only one.")
    var framework: String?
    @Option(help: ArgumentHelp("Which version; the newest unless given.", valueName: "number"))
    var version: Int64?
    @Option(name: [.long, .short], help: ArgumentHelp("The file to write; else standard output.", valueName: "file"))
    var output: String?
    @OptionGroup var district: DistrictOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { site, log in
            let chosen = try await FrameworkReference.resolve(framework, in: log)
            let bytes = try await CASEExport.package(
                framework: chosen.id, version: version, of: log.district, pool: site.store.pool)
            guard let output else { return try Output.write(bytes: bytes) }
            try OutputFile.write(bytes, to: output)
        }
    }
}
