/// What a private cluster is doing, and where.
public struct ClusterStatus: Sendable, Equatable, Codable {
    /// Where a cluster is in its life.
    public enum State: String, Sendable, Codable {
        /// There is no data yet.
        case absent
        /// There is data, and no server runs.
        case stopped
        /// A server runs and does not accept connections yet, for example while it recovers from a crash.
        case starting
        /// A server runs and accepts connections.
        case running
    }

    /// Where it is in its life.
    public let state: State
    /// The server's main process, while one runs.
    public let processID: Int32?
    /// The folder of the unix socket: the `host` to connect to.
    public let socketDirectory: String
    /// The folder of the data.
    public let dataDirectory: String
    /// PostgreSQL's version, for example "15.18"; only the major one while that is not installed; nil without data.
    public let version: String?
    /// Bytes of all files of the data directory.
    public let sizeInBytes: Int64
    /// The server's log.
    public let logFile: String
}
