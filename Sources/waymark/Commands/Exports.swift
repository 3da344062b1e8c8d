import ArgumentParser

/// `waymark export`.
struct Exports: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Give out frameworks (CASE 1.1) and learning events (JSON Lines).",
        discussion: """
            What is exported can be imported again.

            EXAMPLE
              waymark export case --output math.json
              waymark export events --output record.jsonl

            NEXT
              `waymark import --help` says how it goes in elsewhere.
            """,
        subcommands: [ExportFramework.self, ExportEvents.self, ExportDistrict.self])
}
