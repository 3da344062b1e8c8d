import ArgumentParser

/// `waymark key`.
struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make or check the master key, which seals what people write.",
        discussion: """
            The key never enters the database. Whoever loses it loses every word in the record (the facts stay \
            readable), so keep a copy where the backups are not.

            EXAMPLE
              waymark key create
              waymark key check
              waymark key move

            NEXT
              `waymark district create NAME` makes a district.
            """,
        subcommands: [KeyCreate.self, KeyCheck.self, MoveKeys.self])
}
