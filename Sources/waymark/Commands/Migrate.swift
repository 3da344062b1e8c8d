import ArgumentParser
import Foundation
import LearningRecord
import LibPQ
import Schema

/// `waymark migrate`.
struct Migrate: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Make the tables of the database, or bring them up to date.",
        discussion: """
            Each step is applied once, in order, in a transaction of its own. Needs a superuser, or a role that may \
            create roles and schemas. An old step that was edited is refused by name. The database that \
            WAYMARK_KEY_DATABASE names is set up likewise: of it only the vault of keys is used.

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
        let names = try await migrate(place, place.options)
        if let keys = place.keyOptions {
            for name in try await migrate(place, keys) where !answer.json {
                try Output.line((dryRun ? "would apply " : "applied ") + name + " to the database of the keys")
            }
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

    private func migrate(_ place: DatabasePlace, _ options: ConnectionOptions) async throws -> [String] {
        let migrator = Migrator(options)
        return try await place.reaching { dryRun ? try await migrator.pending() : try await migrator.migrate() }
    }
}
