import ArgumentParser

/// `waymark account`.
struct Accounts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Let people in: who they are, and which parts they have.",
        discussion: """
            Teachers, learners and families need no grant: an account that is linked to its person in the roster sees the \
            own sections, children or record. Other parts are granted.

            EXAMPLE
              waymark account create ada@example.org "Ada Moreno" --role administrator
              waymark account create ivy@example.org "Ivy Rivera" --person roster:t-7
              waymark account link ivy@example.org

            NEXT
              `waymark serve`; people sign in at /sign-in.
            """,
        subcommands: [AccountCreate.self, AccountList.self, AccountGrantRole.self, AccountLink.self, AccountEnd.self])
}
