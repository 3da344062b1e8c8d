import Foundation

/// A PostgreSQL server of Waymark's own: in one folder, reached only through a unix socket inside it, never as root.
///
/// Whoever can enter the socket's folder needs no password, and nobody else can: the folder is closed to all but the
/// account of the server (and root). Commands that change the cluster exclude each other, also between processes.
public struct PrivateCluster: Sendable {
    /// The name of the superuser.
    public static let administrator = "waymark_admin"
    /// The name of the database that `start` makes.
    public static let database = "waymark"

    let layout: ClusterLayout
    let disposable: Bool
    let settings: [String: String]
    /// How long to wait for the server, or for another command, before giving up. A crashed server replays its log first.
    let patience: Int

    /// Names a cluster; nothing happens yet.
    /// - Parameters:
    ///   - home: the folder that holds, or will hold, the cluster; also a deep one.
    ///   - disposable: true for tests: quick, small, and not safe against a crash of the machine.
    ///   - settings: settings of the server that replace or join Waymark's own.
    ///   - patience: seconds to wait for the server, or for another command on the same cluster.
    public init(home: String, disposable: Bool = false, settings: [String: String] = [:], patience: Int = 300) {
        layout = ClusterLayout(home: home)
        self.disposable = disposable
        self.settings = settings
        self.patience = patience
    }

    /// Where a cluster lies unless told otherwise: `WAYMARK_HOME`, else `~/.waymark`; for root, whose own home no other
    /// account can enter, `/var/lib/waymark`.
    public static func defaultHome(environment: [String: String]) -> String {
        if let named = environment["WAYMARK_HOME"], !named.isEmpty { return named }
        return geteuid() == 0 ? "/var/lib/waymark" : NSHomeDirectory() + "/.waymark"
    }

    /// The folder of the cluster.
    public var home: String { layout.home }

    /// The connection parameters of libpq for this cluster, as its administrator.
    public var keywords: [String: String] {
        [
            "host": layout.socketDirectory, "port": ClusterLayout.port, "user": Self.administrator,
            "dbname": Self.database,
        ]
    }

    /// Starts the server, first making the cluster where there is none; a running one is left alone.
    /// - Throws: `ClusterError`, with the end of the server's log when it does not start.
    @discardableResult
    public func start() async throws(ClusterError) -> ClusterStatus {
        let account = try ServerAccount.find(dataDirectory: layout.dataDirectory)
        try await PrivateDirectory.ensureHome(layout.home, for: account)
        let lock = try await ClusterLock.acquire(layout.lock, waitingSeconds: patience)
        try await startLocked(account)
        _ = consume lock
        return try await status()
    }

    /// Stops the server, ending its connections; a stopped or absent one is left alone.
    /// - Throws: `ClusterError.stopFailed` when it has not ended in time.
    @discardableResult
    public func stop() async throws(ClusterError) -> ClusterStatus {
        guard FileManager.default.fileExists(atPath: layout.home) else { return try await status() }
        let lock = try await ClusterLock.acquire(layout.lock, waitingSeconds: patience)
        try await stopLocked()
        _ = consume lock
        return try await status()
    }

    /// Stops the server if it runs, and starts it, so that changed settings take effect.
    @discardableResult
    public func restart() async throws(ClusterError) -> ClusterStatus {
        try await stop()
        return try await start()
    }

    /// Stops the server and deletes all its data, for good. `start` makes a new, empty one.
    @discardableResult
    public func reset() async throws(ClusterError) -> ClusterStatus {
        guard FileManager.default.fileExists(atPath: layout.home) else { return try await status() }
        let lock = try await ClusterLock.acquire(layout.lock, waitingSeconds: patience)
        try await stopLocked()
        try PrivateDirectory.remove(layout.socketDirectory)
        try PrivateDirectory.remove(layout.root)
        _ = consume lock
        return try await status()
    }

    /// Ends the server as a power cut would: SIGKILL to each of its processes. For tests of what survives.
    public func kill9() async throws(ClusterError) {
        Postmaster.running(layout)?.killAll()
        try await wait(for: "end after SIGKILL") { Postmaster.running(layout) == nil }
    }

    func wait(for change: String, until isTrue: () -> Bool) async throws(ClusterError) {
        let deadline = ContinuousClock.now + .seconds(patience)
        while !isTrue() {
            guard ContinuousClock.now < deadline, !Task.isCancelled else {
                throw .programFailed(program: "server", output: "It did not \(change) in \(patience) seconds.")
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }
}
