import Foundation
import LibPQ

/// The server these tests use.
enum Server {
    static let isPresent = ProcessInfo.processInfo.environment["WAYMARK_TEST_SOCKET"] != nil

    static let options = ConnectionOptions(
        [
            "host": ProcessInfo.processInfo.environment["WAYMARK_TEST_SOCKET"] ?? "/tmp", "user": "waymark_admin",
            "dbname": "postgres",
        ])
}
