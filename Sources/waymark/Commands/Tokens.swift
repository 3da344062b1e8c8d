import ArgumentParser

/// `waymark token`.
struct Tokens: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Let systems in: what each may do, and until when.",
        discussion: """
            A token is for one district. Its secret is shown once; what is kept is a digest of it.

            EXAMPLE
              waymark token create "Reading app" --scope events:append --days 365
              waymark token rotate 0a1b…
              waymark token list

            NEXT
              A system sends it as `Authorization: Bearer wm_…`; Docs/api.md tells the routes.
            """,
        subcommands: [TokenCreate.self, TokenList.self, TokenRotate.self, TokenRevoke.self])
}
