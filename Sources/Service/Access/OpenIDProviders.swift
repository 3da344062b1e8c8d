import Crypto
import EventLog
import Foundation

/// The providers of OpenID Connect at which people of each district sign in, as the configuration names them.
struct OpenIDProviders: Sendable {
    private let clients: [String: OpenIDClient]

    /// - Parameter key: 32 bytes that all processes of the service share.
    init(_ settings: [String: OpenIDSettings], key: SymmetricKey) {
        clients = settings.mapValues { OpenIDClient(settings: $0, sealingKey: key) }
    }

    /// Whether people of a district can sign in at a provider.
    func offers(_ district: District) -> Bool { clients[district.name] != nil }

    /// The provider of a district.
    func client(of district: District) -> OpenIDClient? { clients[district.name] }

    /// Those that close their connections at the end.
    var all: [OpenIDClient] { Array(clients.values) }
}
