import ArgumentParser
import EventLog
import Service

/// `waymark account link`.
struct AccountLink: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Print a link by which an account's owner sets another password.",
        discussion: """
            The link works once, for a day; links that were made before work no more.

            EXAMPLE
              waymark account link ivy@example.org

            NEXT
              Give it to the owner by a way that reaches nobody else.
            """)

    @Argument(help: "The login.")
    var login: String
    @OptionGroup var district: DistrictOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let account = try await AccountReference.resolve(login, in: log)
            try Output.line(try await LinkStore(log: log).make(.reset, for: account.id))
        }
    }
}
