import Crypto
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Service

/// A clock that tests set: both hands go together.
final class SettableClock: Sendable {
    private let passed = Mutex(Duration.zero)
    private let date = Date()
    private let instant = ContinuousClock.now

    var now: Date { date + TimeInterval(passed.withLock { $0 }.components.seconds) }

    func advance(by duration: Duration) { passed.withLock { $0 += duration } }

    var clock: OpenIDClock {
        OpenIDClock(date: { self.now }, instant: { self.instant + self.passed.withLock { $0 } })
    }
}

/// A client of a provider that runs beside it.
struct SignIn {
    static let redirectURI = "http://127.0.0.1:9/sign-in/return"
    static let key = SymmetricKey(size: .bits256)

    let provider: OpenIDProvider
    let client: OpenIDClient

    /// Runs a test with a client of `provider`.
    @discardableResult
    static func with<T: Sendable>(
        _ provider: OpenIDProvider, secret: String?? = nil, authentication: OpenIDSettings.Authentication? = nil,
        clock: OpenIDClock = .init(), timeout: Duration = .seconds(10), _ body: (SignIn) async throws -> T
    ) async throws -> T {
        let settings = try OpenIDSettings(
            issuer: provider.issuer, clientID: provider.clientID, clientSecret: secret ?? provider.clientSecret,
            authentication: authentication, redirectURI: redirectURI)
        var limits = OpenIDLimits()
        limits.timeout = timeout
        let client = OpenIDClient(settings: settings, sealingKey: key, limits: limits, clock: clock)
        do {
            let result = try await body(SignIn(provider: provider, client: client))
            await client.close()
            return result
        } catch {
            await client.close()
            throw error
        }
    }

    /// A whole sign-in: leaves, chooses an account, comes back.
    func run(as subject: String? = "t-100", returnTo path: String = "/") async throws -> OpenIDArrival {
        let departure = try await client.begin(returnTo: path)
        return try await client.finish(callback(departure, as: subject), cookie: departure.cookie)
    }

    func callback(_ departure: OpenIDDeparture, as subject: String? = "t-100") throws -> OpenIDCallback {
        let back = try #require(provider.signIn(at: departure.address, as: subject))
        #expect(back.hasPrefix(Self.redirectURI + "?"))
        return try OpenIDCallback(query: URLComponents(string: back)?.percentEncodedQuery)
    }
}
