import ArgumentParser

@main
struct Waymark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waymark",
        abstract: "A learning record: what each learner has shown, is working on, and was offered.",
        discussion: """
            Frameworks, rosters and learning events go in; continua, grade-free transcripts and access-equity tables \
            come out. Everything is kept as events in an append-only log, so each answer can be explained.

            EXAMPLE
              waymark db start                         a private PostgreSQL
              waymark migrate                          make the tables
              waymark key create                       the key that seals what people write
              waymark district create "Lakeside"       whose record it is
              waymark import oneroster roster.zip      who learns where
              waymark continuum "Ada Moreno"           what she has shown, and what comes next
              waymark transcript "Ada Moreno"          a transcript without grades
              waymark equity                           who was offered what

            NEXT
              `waymark COMMAND --help` teaches each command; `waymark status` says how things stand.
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Set-up",
                subcommands: [
                    Databases.self, Migrate.self, Keys.self, Districts.self, Policies.self, Analysts.self,
                ]),
            CommandGroup(name: "Service", subcommands: [Serve.self, Configurations.self, Accounts.self, Tokens.self]),
            CommandGroup(name: "In and out", subcommands: [Imports.self, Exports.self]),
            CommandGroup(
                name: "Asking",
                subcommands: [
                    LearnerTimeline.self, ContinuumOfLearner.self, SectionNeedsOf.self, TranscriptOfLearner.self,
                    Equity.self, Explains.self,
                ]),
            CommandGroup(
                name: "Keeping",
                subcommands: [
                    Identities.self, Status.self, Project.self, RebuildTables.self, RetryParked.self, React.self,
                    Verify.self, Erase.self, Erasures.self, AccessRequests.self, Retention.self, Bench.self,
                ]),
        ])

    static func main() async {
        await Program.run(Array(CommandLine.arguments.dropFirst()))
    }
}
