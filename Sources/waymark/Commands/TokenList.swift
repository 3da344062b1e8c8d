import ArgumentParser
import EventLog
import Service

/// `waymark token list`.
struct TokenList: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tokens of the district that were not revoked.",
        discussion: """
            EXAMPLE
              waymark token list

            NEXT
              `waymark token revoke ID` ends one at once.
            """)

    @OptionGroup var district: DistrictOptions
    @OptionGroup var answer: TableOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            var table = Table([
                .text("Name", "name"), .text("Scopes", "scopes"), .text("Works until", "expiresAt"),
                .text("Used last", "usedAt"), .text("Id", "token"),
            ])
            for token in try await TokenStore(log: log).all() {
                table.add([
                    .text(token.name), .text(token.scopes.sorted().map(\.rawValue).joined(separator: " ")),
                    .moment(token.expiresAt), .optional(token.usedAt), .text("\(token.id)".lowercased()),
                ])
            }
            try answer.show(
                table, note: table.rows.isEmpty ? "There is none; `waymark token create NAME` makes one." : nil)
        }
    }
}
