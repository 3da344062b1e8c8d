import Foundation

/// Where everything of a private cluster lies.
///
/// The home may also hold what the server has no business with (keys), so all of the server's is in one folder below it.
struct ClusterLayout: Sendable, Equatable {
    /// The longest path that fits a `sockaddr_un` of Linux, without its closing zero byte.
    static let longestSocketPath = 107
    static let port = "5432"

    let home: String

    init(home: String) {
        self.home = (home as NSString).standardizingPath
    }

    /// The folder that belongs to the server's account alone.
    var root: String { home + "/postgres" }
    var dataDirectory: String { root + "/data" }
    /// Where a new data directory is made, before it gets its name.
    var unfinishedDataDirectory: String { root + "/data.unfinished" }
    var log: String { root + "/server.log" }
    var previousLog: String { root + "/server.log.1" }
    var lock: String { home + "/postgres.lock" }
    var settings: String { dataDirectory + "/waymark.conf" }
    var processFile: String { dataDirectory + "/postmaster.pid" }
    var versionFile: String { dataDirectory + "/PG_VERSION" }

    /// The folder of the socket: in the home, or, where that is too deep for a socket's path, a short one in /tmp.
    var socketDirectory: String {
        let natural = root + "/socket"
        let path = natural + "/.s.PGSQL." + Self.port
        guard path.utf8.count > Self.longestSocketPath else { return natural }
        return "/tmp/waymark-\(String(Self.fingerprint(root), radix: 16))"
    }

    var socketLock: String { "\(socketDirectory)/.s.PGSQL.\(Self.port).lock" }

    /// FNV-1a, 64 bits: short and the same in each process, which `Hasher` is not.
    private static func fingerprint(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
