import ArgumentParser

/// `waymark analyst`.
struct Analysts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyst", abstract: "Let a login of PostgreSQL read the analytics views of one district.",
        discussion: """
            EXAMPLE
              waymark analyst grant maria --district Lakeside

            NEXT
              psql with that login; Docs/analytics.md tells the views.
            """,
        subcommands: [AnalystGrant.self, AnalystRevoke.self])
}
