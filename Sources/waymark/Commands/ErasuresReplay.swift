import ArgumentParser
import EventLog
import LearningRecord
import ReferenceData

/// `waymark erasures replay`.
struct ErasuresReplay: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Erase again, in a record restored from an older copy, who was erased since.",
        discussion: """
            Takes what the key database and the register know, and the FILEs named: keys are destroyed, reference data \
            is emptied, and the log gets the same events. What was done already is left as it is; after Ctrl-C or a \
            crash the same command goes on.

            EXAMPLE
              waymark erasures replay
              waymark erasures replay /mnt/safe/erasures.jsonl --json

            NEXT
              `waymark project`, then `waymark verify`. `waymark retention run` destroys again what only the \
            schedule knows of.
            """)

    @Argument(help: ArgumentHelp("Lists written by `waymark erasures export`.", valueName: "file"))
    var files: [String] = []
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let site = try await Site.open(needingKey: !files.isEmpty, isRestoring: true)
        var lists: [DistrictErasure] = []
        for file in files {
            do {
                lists += try ErasureList.read(try InputFile.bytes(of: file), under: site.master)
            } catch let error as ErasureList.Failure {
                throw Failure.refused("\(file): \(error)")
            }
        }
        // With a list in hand, a register that was named and lost does not stop the replay.
        let register =
            lists.isEmpty ? try site.place.erasureRegister.read(under: site.master) : try site.restoredRegister()
        let missing = try await site.store.missingErasures(register: register + lists)
        let progress = ProgressLine()
        defer { progress.clear() }
        let count = try await Interrupted.explaining(
            Interrupted(
                stored: "who was erased again is erased",
                resume: "Run the same command again: it goes on where this stopped.")
        ) {
            try await ErasureReplay.run(missing, in: site.store) { done, total in
                progress.show("\(Cell.grouped(done)) of \(Cell.grouped(total))")
            }
        }
        progress.clear()
        let keys = try await site.store.finishErasures()
        try await site.store.forgetStatistics()
        try await site.noteErasures(isRestoring: true)
        await site.store.close()
        if answer.json {
            return try Output.json(
                .object(["erasures": .number(String(count)), "keysDestroyed": .number(String(keys))]))
        }
        try Output.line(
            count == 0 ? "Nothing was missing." : "Erased \(Cell.grouped(count)) again; the record may be opened.")
    }
}
