import ArgumentParser

/// `waymark erase`.
struct Erase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase a learner: the words and who it was. The facts stay, nobody's.",
        discussion: """
            EXAMPLE
              waymark erase learner roster:s-1042 --basis request --yes

            NEXT
              `waymark verify` shows that the log is still whole.
            """,
        subcommands: [EraseLearner.self])
}
