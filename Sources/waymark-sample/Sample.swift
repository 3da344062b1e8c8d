import ArgumentParser

@main
struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waymark-sample",
        abstract: "Makes rosters and learning events for Waymark out of published data.",
        discussion: """
            Published tables go in; what a district's systems would send comes out: OneRoster as CSV, and learning \
            events as JSON Lines. Both are then imported like any others. Learners are numbers; nobody is invented \
            beyond what the tables count. Docs/real-input.md tells the whole way and what must come back.

            EXAMPLE
              waymark-sample crdc schools.csv --out crdc
              waymark-sample oulad oulad/ --out oulad-sample

            NEXT
              Each command prints the imports that follow.
            """,
        subcommands: [SampleCRDC.self, SampleOULAD.self])
}
