import ArgumentParser
import EventLog
import Service

/// `waymark account end`.
struct AccountEnd: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "End an account: its sessions end with it.",
        discussion: """
            What the account's owner recorded stays in the record.

            EXAMPLE
              waymark account end ivy@example.org

            NEXT
              `waymark account list` shows who may sign in.
            """)

    @Argument(help: "The login.")
    var login: String
    @OptionGroup var district: DistrictOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            let account = try await AccountReference.resolve(login, in: log)
            try await AccountStore(log: log).end(account.id)
            try Output.line("The account of \(TextWidth.harmless(account.name)) has ended.")
        }
    }
}
