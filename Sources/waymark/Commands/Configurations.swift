import ArgumentParser

/// `waymark config`.
struct Configurations: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "How the service is set up.",
        discussion: """
            EXAMPLE
              waymark config check --config /etc/waymark/service.json

            NEXT
              Docs/service.md tells every setting.
            """,
        subcommands: [ConfigurationCheck.self])
}
