import ArgumentParser
import EventLog
import LibPQ

/// `waymark analyst grant`.
struct AnalystGrant: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Bind a login of PostgreSQL to a district, to read its analytics views.",
        discussion: """
            The login can read the views of schema analytics for that district and nothing else; learners are \
            pseudonyms there. It cannot see another district whatever it sets. An administrator makes the login first \
            (`create role maria login`), and needs the rights of one here too.

            EXAMPLE
              waymark analyst grant maria --district Lakeside

            NEXT
              psql -U maria waymark -c 'select * from analytics.access limit 10'
            """)

    @Argument(help: "The login.")
    var login: String
    @OptionGroup var district: DistrictOptions
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let site = try await Site.open()
        let district = try await site.district(named: district.district)
        try await Self.administer(site.place, login: login) { session in
            _ = try session.query("select analytics.grant_login(\(login), \(district.name))")
        }
        try Output.line("\(login) may read the analytics views of \"\(district.name)\".")
    }

    /// Runs `body` as an administrator about a login.
    static func administer(
        _ place: DatabasePlace, login: String, _ body: @Sendable (Session) throws -> Void
    ) async throws {
        do {
            try await place.administer { try await $0.run(body) }
        } catch PostgresError.undefinedObject {
            throw Failure.refused(
                "there is no login \"\(login)\"", advice: "An administrator makes it: `create role … login`.")
        } catch PostgresError.insufficientPrivilege {
            throw Failure("this needs an administrator of the database", advice: "Connect as the one that migrated it.")
        }
    }
}
