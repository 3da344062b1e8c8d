import ArgumentParser
import PrivateCluster

/// `waymark db start`.
struct DatabaseStart: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Start the private PostgreSQL; make it first where there is none.",
        discussion: """
            EXAMPLE
              waymark db start

            NEXT
              `waymark migrate` makes the tables, or brings them up to date.
            """)

    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        Databases.tellOfOwnServer()
        try DatabaseStatus.show(try await Databases.cluster.start(), isJSON: answer.json)
    }
}
