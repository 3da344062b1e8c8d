import ArgumentParser

/// `waymark explain`.
struct Explains: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Go from a line or a number to the events behind it.",
        discussion: """
            EXAMPLE
              waymark explain continuum "Ada Moreno" R.2
              waymark explain equity --school "Hill High" --term "Autumn 2025" offered

            NEXT
              `waymark learner LEARNER --words` shows what people wrote in them.
            """,
        subcommands: [ExplainContinuum.self, ExplainTranscript.self, ExplainEquity.self])
}
