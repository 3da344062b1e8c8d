import ArgumentParser
import EventLog
import Interchange
import LearningRecord
import ReferenceData

/// `waymark export events`.
struct ExportEvents: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Give out learning events as JSON Lines, in the order of the log.",
        discussion: """
            With what people wrote, where it can still be opened; --no-words leaves it out and needs no key. The file \
            holds personal data: it is made readable by you alone.

            EXAMPLE
              waymark export events --output record.jsonl
              waymark export events --learner roster:s-1042 --no-words | head

            NEXT
              `waymark import events FILE` reads it again.
            """)

    @Option(help: ArgumentHelp("Only this learner's events.", valueName: "learner"))
    var learner: String?
    @Flag(inversion: .prefixedNo, help: "What people wrote.")
    var words = true
    @Option(name: [.long, .short], help: ArgumentHelp("The file to write; else standard output.", valueName: "file"))
    var output: String?
    @OptionGroup var asOf: AsOfOption
    @OptionGroup var district: DistrictOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district, needingKey: words) { _, log in
            let last = try await asOf.position(in: log)
            var person: Person?
            if let learner { person = try await LearnerReference.resolve(learner, in: log) }
            let export = EventExport(log: log)
            guard let output else {
                try await export.write(
                    learner: person?.id, upTo: last, hasWords: words, to: Output.write(bytes:))
                return
            }
            let file = try OutputFile(path: output)
            let progress = ProgressLine()
            defer { progress.clear() }
            var count: Int64 = 0
            try await Interrupted.explaining(
                Interrupted(stored: "\(output) was not written", resume: "Run the same command again.")
            ) {
                count = try await export.write(learner: person?.id, upTo: last, hasWords: words) { bytes in
                    try file.write(bytes)
                    progress.show("\(Cell.grouped(file.size / 1_048_576)) MB written")
                }
            }
            try file.finish()
            progress.clear()
            Terminal.tell("waymark: wrote \(Cell.grouped(count)) events to \(output)")
        }
    }
}
