import ArgumentParser
import EventLog
import Interchange

/// `waymark export district`.
struct ExportDistrict: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "district", abstract: "Give out a whole district as a folder, to move it or to keep it.",
        discussion: """
            Events with every stored column and hash, reference data, accounts, and who has looked. Words stay sealed; \
            with --with-keys the keys travel too, under a transfer key (`waymark key create FILE` makes one), and the \
            files of evidence. The folder holds personal data. An export that was stopped begins anew when the same \
            command is given again.

            EXAMPLE
              waymark export district --output riverside
              waymark export district --output riverside --with-keys --transfer-key transfer.key

            NEXT
              `waymark import district FOLDER` takes it into another database.
            """)

    @Option(name: [.long, .short], help: ArgumentHelp("The new folder.", valueName: "folder"))
    var output: String
    @Flag(help: "Let the keys of the words travel too.")
    var withKeys = false
    @Option(help: ArgumentHelp("The key under which they travel.", valueName: "file"))
    var transferKey: String?
    @OptionGroup var district: DistrictOptions
    @OptionGroup var general: GeneralOptions

    func validate() throws {
        guard withKeys == (transferKey != nil) else {
            throw ValidationError("--with-keys and --transfer-key FILE belong together.")
        }
    }

    func run() async throws {
        let transfer = try transferKey.map { try MasterKey.read(file: $0) }
        try await Site.work(in: district, needingKey: withKeys) { _, log in
            let progress = ProgressLine()
            defer { progress.clear() }
            let head = try await Interrupted.explaining(
                Interrupted(
                    stored: "\(output) is no whole archive: it has no archive.json",
                    resume: "Run the same command again: it begins anew in the same folder.")
            ) {
                let steps = DistrictSteps("written")
                return try await DistrictExport(log: log, transfer: transfer).write(to: output) { step in
                    progress.show(steps.text(step))
                }
            }
            progress.clear()
            Terminal.tell("waymark: wrote \(Cell.grouped(head)) events, with reference data and access, to \(output)")
            if !withKeys { Terminal.tell("waymark: note: no keys are in it: what people wrote stays sealed") }
        }
    }
}
