import ArgumentParser

/// `waymark district`.
struct Districts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "district", abstract: "Make or list districts. Two districts never see each other.",
        discussion: """
            EXAMPLE
              waymark district create "Lakeside Unified"
              waymark district list

            NEXT
              `waymark import oneroster FILE` brings its schools and people.
            """,
        subcommands: [DistrictCreate.self, DistrictList.self])
}
