import ArgumentParser
import EventLog

/// `waymark erasures export`.
struct ErasuresExport: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the list of all erasures of the database to a file.",
        discussion: """
            Pseudonyms, times and reasons; no name and no word. Each line has a code that only your master key makes. \
            Keep the file where the copies of the database are not.

            EXAMPLE
              waymark erasures export /mnt/safe/erasures.jsonl

            NEXT
              After a restore: `waymark erasures replay /mnt/safe/erasures.jsonl`.
            """)

    @Argument(help: "The file to write.")
    var file: String
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let site = try await Site.open(needingKey: true)
        guard let master = site.master else { throw KeyError.noMasterKey }
        let erasures = try await site.store.erasures()
        try OutputFile.write(Array(ErasureList.text(erasures, under: master).utf8), to: file)
        await site.store.close()
        try Output.line("Wrote \(Cell.grouped(erasures.count)) erasure\(erasures.count == 1 ? "" : "s") to \(file).")
    }
}
