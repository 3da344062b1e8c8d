public import Crypto

/// How a service runs. Each setting has a default that suits one machine.
public struct ServiceConfiguration: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 takes a free one.
    public var port = 8134
    /// How the world reaches it, such as `https://record.example.org`: for links, and for the addresses that a provider of
    /// OpenID Connect sends people back to.
    public var publicURL: String?
    /// Connections to the database.
    public var connections = 8
    /// Whether it brings the tables up to date, besides answering.
    public var follows = true
    /// Bytes of events that may be under way at once, before more are turned away.
    public var appendLimit = 32 << 20
    /// Seconds that requests under way have to finish when it is stopped.
    public var graceSeconds = 20
    /// A folder of the service's own, where files lie while they are imported; one in the system's folder for temporary
    /// files unless given. Only the service may be able to read it.
    public var importFolder: String?
    /// Whether the address of a caller is what a proxy in front says (`X-Forwarded-For`).
    public var trustsProxy = false
    /// The least that is logged: trace, debug, info, notice, warning, error.
    public var logLevel = "info"

    /// The providers of OpenID Connect at which people of each district sign in, by the district's name.
    public var openID: [String: OpenIDSettings] = [:]
    /// Seals what a browser carries to a provider and back; the same on all nodes. A new one at each start otherwise.
    public var sealingKey = SymmetricKey(size: .bits256)

    /// The defaults.
    public init() {}
}
