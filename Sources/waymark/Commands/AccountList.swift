import ArgumentParser
import EventLog
import Service

/// `waymark account list`.
struct AccountList: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List who may sign in, and the parts that were granted.",
        discussion: """
            EXAMPLE
              waymark account list

            NEXT
              `waymark account end LOGIN` ends an account.
            """)

    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            var table = Table([
                .text("Name", "name"), .text("Login", "login"), .text("Granted", "granted"),
                .text("In the roster", "person"), .text("Ended", "endedAt"),
            ])
            for (account, grants) in try await AccountStore(log: log).all() {
                table.add([
                    .text(account.name), .text(account.login),
                    .text(grants.map(\.role.rawValue).joined(separator: ", ")), .optional(account.person),
                    .optional(account.endedAt),
                ])
            }
            try answer.show(
                table, note: table.rows.isEmpty ? "There is none; `waymark account create` makes one." : nil)
        }
    }
}
