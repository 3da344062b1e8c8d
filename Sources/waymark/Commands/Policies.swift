import ArgumentParser

/// `waymark policy`.
struct Policies: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "What the district asks for before people decide on a level.",
        discussion: """
            A policy computes readiness; people decide. A version never changes, and a new one holds forward only.

            EXAMPLE
              waymark policy show
              waymark policy set policy.json
              waymark policy list

            NEXT
              `waymark continuum LEARNER` says what is ready and what is missing, and which policy a decision cites.
            """,
        subcommands: [PolicyShow.self, PolicySet.self, PolicyList.self])
}
