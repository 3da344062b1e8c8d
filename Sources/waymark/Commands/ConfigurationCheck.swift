import ArgumentParser
import Service

/// `waymark config check`.
struct ConfigurationCheck: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Show every setting of the service, where it comes from, and what is wrong.",
        discussion: """
            The environment goes before the file, and the options of `waymark serve` before both. Secrets are shown as \
            set, and no more. The exit code is 2 where something is wrong.

            EXAMPLE
              waymark config check
              waymark config check --config /etc/waymark/service.json

            NEXT
              `waymark serve --config FILE`
            """)

    @OptionGroup var file: ConfigurationOption
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let reading = try file.reading()
        var table = Table([
            .text("Setting", "setting"), .text("Value", "value"), .text("From", "source"), .text("Meaning", "meaning"),
        ])
        for line in reading.lines {
            table.add([.text(line.name), .text(line.value), .text(line.source), .text(line.meaning)])
        }
        try answer.show(table)
        for note in reading.notes { Terminal.tell("waymark: note: \(TextWidth.harmless(note))") }
        guard reading.faults.isEmpty else { throw Failure.wrongConfiguration(reading.faults) }
    }
}

extension Failure {
    /// A configuration that cannot be served with.
    static func wrongConfiguration(_ faults: [String]) -> Failure {
        // Each on a line of its own: all of it is to be put right before anything is tried again.
        for fault in faults { Terminal.tell("waymark: \(TextWidth.harmless(fault))") }
        return .refused(
            "the configuration is wrong in \(faults.count == 1 ? "one place" : "\(faults.count) places")",
            advice: "`waymark config check` shows every setting; Docs/service.md tells them.")
    }
}
