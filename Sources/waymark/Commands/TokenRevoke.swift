import ArgumentParser
import EventLog
import Foundation
import Service

/// `waymark token revoke`.
struct TokenRevoke: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a token: a service that knows it lets it in for some seconds more.",
        discussion: """
            EXAMPLE
              waymark token revoke 0190c2f4-…

            NEXT
              `waymark token list` shows those that are left.
            """)

    @Argument(help: "The id that `waymark token list` shows.", transform: TokenReference.read)
    var token: UUID
    @OptionGroup var district: DistrictOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try await Site.work(in: district) { _, log in
            try await TokenReference.finding { try await TokenStore(log: log).revoke(token) }
            try Output.line("It is revoked.")
        }
    }
}
