import ArgumentParser
import EventLog
import Interchange

/// `waymark import district`.
struct ImportDistrict: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "district", abstract: "Take a district from an archive, with the same positions and hashes.",
        discussion: """
            Every file and hash is checked; an archive that was changed is refused. After Ctrl-C or a crash the same \
            command goes on. Until it ends the district is not there for any other command.

            EXAMPLE
              waymark import district riverside
              waymark import district riverside --name "Riverside" --transfer-key transfer.key
              waymark import district --abandon "Riverside"

            NEXT
              `waymark verify` checks the log; `waymark status` says how it stands.
            """)

    @Argument(help: "The folder of the archive.")
    var folder: String?
    @Option(help: ArgumentHelp("Give up an import that was begun, so that its name is free again.", valueName: "name"))
    var abandon: String?
    @Option(help: "The district's name here, where another is wanted.")
    var name: String?
    @Option(help: ArgumentHelp("The key under which the archive's keys travel.", valueName: "file"))
    var transferKey: String?
    @Flag(help: "Take an archive that has no keys: facts only, to read and to keep.")
    var withoutWords = false
    @OptionGroup var projecting: ProjectOption
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        guard (folder == nil) != (abandon == nil) else {
            throw ValidationError("Name the folder of an archive, or --abandon NAME alone.")
        }
    }

    func run() async throws {
        if let abandon { return try await giveUp(abandon) }
        guard let folder else { return }
        let transfer = try transferKey.map { try MasterKey.read(file: $0) }
        let site = try await Site.open(needingKey: transfer != nil)
        let progress = ProgressLine()
        defer { progress.clear() }
        let log = try await Interrupted.explaining(
            Interrupted(
                stored: "the events that arrived are stored, and shown to nobody yet",
                resume: "Run the same command again: it goes on where this stopped.")
        ) {
            let steps = DistrictSteps("imported")
            return try await DistrictImport(
                site.store, path: folder, transfer: transfer, acceptsSealedWords: withoutWords
            ).run(named: name) { step in progress.show(steps.text(step)) }
        }
        progress.clear()
        try Output.line("Imported the district \"\(TextWidth.harmless(log.district.name))\".")
        try await projecting.run(log)
        await site.store.close()
    }

    private func giveUp(_ name: String) async throws {
        let site = try await Site.open()
        try await DistrictImport.abandon(name, in: site.store)
        try Output.line("Gave up the import of \"\(TextWidth.harmless(name))\"; the name is free again.")
        await site.store.close()
    }
}
