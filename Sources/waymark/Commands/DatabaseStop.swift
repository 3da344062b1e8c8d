import ArgumentParser
import PrivateCluster

/// `waymark db stop`.
struct DatabaseStop: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop the private PostgreSQL. Nothing is lost.",
        discussion: """
            EXAMPLE
              waymark db stop

            NEXT
              `waymark db start` starts it again.
            """)

    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        try DatabaseStatus.show(try await Databases.cluster.stop(), isJSON: answer.json)
    }
}
