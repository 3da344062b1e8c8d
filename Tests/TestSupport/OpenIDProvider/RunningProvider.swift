public import Foundation
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Runs a test beside an OpenID provider of its own, on a port of 127.0.0.1 that the system chooses.
/// - Parameters:
///   - rsa: whether it signs by RS256 in place of ES256.
///   - now: the provider's clock.
@discardableResult
public func withOpenIDProvider<T: Sendable>(
    clientID: String = "waymark", clientSecret: String? = "a secret: with/odd+characters%",
    accounts: [OpenIDAccount] = OpenIDAccount.samples, rsa: Bool = false,
    now: @escaping @Sendable () -> Date = { Date() }, _ body: (OpenIDProvider) async throws -> T
) async throws -> T {
    let provider = try OpenIDProvider(
        clientID: clientID, clientSecret: clientSecret, accounts: accounts, rsa: rsa, now: now)
    let (ports, portsFound) = AsyncStream<Int>.makeStream()
    let application = Application(
        router: provider.router(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { portsFound.yield($0.localAddress?.port ?? 0) },
        logger: Logger(label: "provider for tests", factory: { _ in SwiftLogNoOpLogHandler() }))
    let serving = Task {
        defer { portsFound.finish() }
        try await application.run()
    }
    defer { serving.cancel() }
    guard let port = await ports.first(where: { $0 > 0 }) else {
        try await serving.value
        throw CancellationError()
    }
    provider.state.withLock { $0.port = port }
    return try await body(provider)
}
