import ArgumentParser
import Foundation
import LearningRecord
import Schema

/// `waymark migrate`.
struct Migrate: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Make the tables of the database, or bring them up to date.",
        discussion: """
            Each step is applied once, in order, in a transaction of its own. Needs a superuser, or a role that may \
            create roles and schemas. An old step that was edited is refused by name.

            EXAMPLE
              waymark migrate
              waymark migrate --dry-run

            NEXT
              `waymark key create`, then `waymark district create NAME`.
            """)

    @Flag(help: "Only say what would be applied.")
    var dryRun = false
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let place = DatabasePlace(environment: ProcessInfo.processInfo.environment)
        let migrator = Migrator(place.options)
        let names = try await place.reaching {
            dryRun ? try await migrator.pending() : try await migrator.migrate()
        }
        if answer.json {
            return try Output.json(
                .object([
                    "migrations": .array(names.map { .string($0) }), "applied": .bool(!dryRun),
                ]))
        }
        if names.isEmpty { return try Output.line("The database is up to date.") }
        for name in names { try Output.line((dryRun ? "would apply " : "applied ") + name) }
    }
}
