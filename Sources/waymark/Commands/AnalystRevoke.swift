import ArgumentParser
import Foundation
import LibPQ

/// `waymark analyst revoke`.
struct AnalystRevoke: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take the analytics views from a login of PostgreSQL.",
        discussion: """
            The login itself stays, and sees nothing more.

            EXAMPLE
              waymark analyst revoke maria

            NEXT
              `waymark analyst grant LOGIN` gives them back.
            """)

    @Argument(help: "The login.")
    var login: String
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let site = try await Site.open()
        try await AnalystGrant.administer(site.place, login: login) { session in
            _ = try session.query("select analytics.revoke_login(\(login))")
        }
        try Output.line("\(login) may no longer read analytics views.")
    }
}
