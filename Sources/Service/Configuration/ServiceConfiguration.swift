public import Crypto
import Foundation
import LearningRecord

/// How a service runs. Each setting has a default that suits one machine.
public struct ServiceConfiguration: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 takes a free one.
    public var port = 8134
    /// How the world reaches it, such as `https://record.example.org`: for links, and for the addresses that a provider of
    /// OpenID Connect sends people back to.
    public var publicURL: String?
    /// Connections to the database that append, and do nothing else. A district's appends come one after another anyway,
    /// and a few connections keep a disk busy; more of them make those who read wait for the machine.
    public var appendConnections = 2
    /// Connections to the database for everything else.
    public var connections = 24
    /// Whether it brings the tables up to date, besides answering.
    public var follows = true
    /// Bytes of events that may be on their way at once, before more are turned away.
    public var appendLimit = 32 << 20
    /// Seconds that requests under way have to finish when it is stopped.
    public var graceSeconds = 20
    /// A folder of the service's own, where files lie while they are imported; one in the system's folder for temporary
    /// files unless given. Only the service may be able to read it.
    public var importFolder: String?
    /// Whether the address of a caller is what a proxy in front says (`X-Forwarded-For`).
    public var trustsProxy = false
    /// The least that is logged: one of ``logLevels``.
    public var logLevel = "info"
    /// What `/metrics` asks for; without one it answers this machine alone.
    public var metricsToken: String?
    /// The providers of OpenID Connect at which people of each district sign in, by the district's name.
    public var openID: [String: OpenIDSettings] = [:]
    /// Seals what a browser carries to a provider and back; the same on all nodes. A new one at each start otherwise.
    public var sealingKey = SymmetricKey(size: .bits256)
    var hasSealingKey = false
    /// After so long an answer that goes on asks again whether the caller still may have it: what was ended goes on so
    /// much longer, at the most.
    var streamCheck = Duration.seconds(10)
    /// Figures of access that took longer to count are kept for a minute.
    var figurePatience = Duration.milliseconds(25)

    /// What can be logged, from the least to the most weighty.
    public static let logLevels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

    /// The defaults.
    public init() {}

    /// A key of 32 bytes from 64 hexadecimal digits.
    static func key(hexadecimal text: String) -> SymmetricKey? {
        let digits = Array(text.utf8)
        guard digits.count == 64 else { return nil }
        let bytes = stride(from: 0, to: 64, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
        return bytes.count == 32 ? SymmetricKey(data: bytes) : nil
    }

    /// Why a file that holds a secret cannot be used.
    struct SecretFault: Error, CustomStringConvertible {
        let description: String
    }

    /// The text of a file that holds a secret, without the line end.
    static func secret(in path: String) -> Result<String, SecretFault> {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return .failure(SecretFault(description: "there is none"))
        }
        if isFolder.boolValue { return .failure(SecretFault(description: "it is a folder")) }
        guard let data = FileManager.default.contents(atPath: path) else {
            return .failure(SecretFault(description: "whoever runs this may not read it"))
        }
        guard data.count <= 65_536, let text = String(data: data, encoding: .utf8) else {
            return .failure(SecretFault(description: "it holds no text of at most 64 kB"))
        }
        return .success(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
