import ArgumentParser
import PrivateCluster

/// `waymark db reset`.
struct DatabaseReset: WaymarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Stop the private PostgreSQL and delete all its data, for good.",
        discussion: """
            Every district's record in it is lost. The master key stays.

            EXAMPLE
              waymark db reset --yes

            NEXT
              `waymark db start` makes a new, empty one.
            """)

    @Flag(help: "Yes, delete all of it.")
    var yes = false
    @OptionGroup var answer: JSONOption
    @OptionGroup var general: GeneralOptions

    func run() async throws {
        let cluster = Databases.cluster
        guard yes else {
            throw Failure.refused(
                "this would delete every record in \(cluster.home), for good",
                advice: "`waymark db reset --yes` does it.")
        }
        try DatabaseStatus.show(try await cluster.reset(), isJSON: answer.json)
    }
}
