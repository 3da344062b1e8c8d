import ArgumentParser

/// `waymark import`.
struct Imports: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring in frameworks (CASE), rosters (OneRoster) and learning events.",
        discussion: """
            Importing the same again changes nothing. Grades, points and ranks in a file are dropped and counted, \
            never stored.

            EXAMPLE
              waymark import case math.json
              waymark import oneroster roster.zip --dry-run
              waymark import events events.jsonl

            NEXT
              `waymark status` says how the record stands.
            """,
        subcommands: [
            ImportFramework.self, ImportRoster.self, ImportEvents.self, ImportTranscriptSettings.self,
            ImportDistrict.self,
        ])
}
