import Foundation
import LibPQ
import PrivateCluster

/// The server all tests of this process use: the one whose socket's folder `WAYMARK_TEST_SOCKET` names, else a
/// disposable one, started when first needed and gone when the process ends.
enum TestServer {
    /// How many databases are in use at a time: tests run in parallel, and each holds some connections.
    static let turnstile = Turnstile(places: 8)

    private static let starting = Task { try await start() }

    /// How to connect to it, as superuser, to the database `postgres`.
    static func options() async throws -> ConnectionOptions {
        try await starting.value.options
    }

    private struct Running: Sendable {
        let options: ConnectionOptions
        /// Alive as long as this process.
        let cleanUp: EndOfProcess?
    }

    private static func start() async throws -> Running {
        if let socket = ProcessInfo.processInfo.environment["WAYMARK_TEST_SOCKET"], !socket.isEmpty {
            let keywords = [
                "host": socket, "port": "5432", "user": PrivateCluster.administrator, "dbname": "postgres",
            ]
            return Running(options: ConnectionOptions(keywords), cleanUp: nil)
        }
        let home = "/tmp/waymark-tests-\(getpid())-\(UUID().uuidString.prefix(8))"
        let cluster = PrivateCluster(home: home, disposable: true)
        let status = try await cluster.start()
        let cleanUp = try EndOfProcess(
            run:
                #"kill -QUIT "$1"; n=0; while kill -0 "$1" && [ $((n += 1)) -lt 50 ]; do sleep 0.1; done; rm -rf "$2""#,
            [String(status.processID ?? 0), home])
        let options = ConnectionOptions(cluster.keywords).with(database: "postgres")
        return Running(options: options, cleanUp: cleanUp)
    }
}
