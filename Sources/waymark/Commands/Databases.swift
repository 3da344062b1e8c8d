import ArgumentParser
import Foundation
import PrivateCluster

/// `waymark db`.
struct Databases: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Start, stop, look at or delete Waymark's private PostgreSQL.",
        discussion: """
            The private server lies in one folder (WAYMARK_HOME, else ~/.waymark; /var/lib/waymark for root), listens \
            on no network, and never runs as root. With DATABASE_URL or PG* variables set, the other commands use \
            that server instead.

            EXAMPLE
              waymark db start

            NEXT
              `waymark migrate` makes the tables.
            """,
        subcommands: [DatabaseStart.self, DatabaseStop.self, DatabaseStatus.self, DatabaseReset.self])

    /// The private cluster, whatever other database the environment names.
    static var cluster: PrivateCluster {
        PrivateCluster(home: PrivateCluster.defaultHome(environment: ProcessInfo.processInfo.environment))
    }

    /// Says that other commands do not use the private cluster, when that is so.
    static func tellOfOwnServer() {
        let place = DatabasePlace(environment: ProcessInfo.processInfo.environment)
        guard place.cluster == nil else { return }
        Terminal.tell("waymark: note: DATABASE_URL or PG* variables are set, so other commands use that server.")
    }
}
