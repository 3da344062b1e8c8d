import ArgumentParser

/// `waymark retention`.
struct Retention: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "Set what is destroyed when, and carry it out.",
        discussion: """
            EXAMPLE
              waymark retention set schedule.json
              waymark retention run --dry-run
              waymark retention run

            NEXT
              `waymark retention show` says what holds, and what was carried out.
            """,
        subcommands: [RetentionShow.self, RetentionSet.self, RetentionRunning.self])
}
