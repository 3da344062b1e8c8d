import AsyncHTTPClient
public import Crypto
import Foundation
public import ServiceLifecycle

/// Signs people in at an OpenID provider: OpenID Connect Core 1.0 by the code flow, with PKCE (RFC 7636), state and
/// nonce, as RFC 9700 recommends.
///
/// Nothing is kept on the server between leaving and coming back: the browser carries it, sealed. Run it as a service: it
/// closes its connections at the end.
public final class OpenIDClient: Service {
    let settings: OpenIDSettings
    let limits: OpenIDLimits
    let clock: OpenIDClock
    let http: OpenIDHTTP
    let metadata: Fetched<OpenIDMetadata>
    let keys: Fetched<[ProviderKey]>
    private let seal: SealedState

    /// - Parameters:
    ///   - sealingKey: 32 bytes, the same in all processes of the service.
    public init(
        settings: OpenIDSettings, sealingKey: SymmetricKey, limits: OpenIDLimits = .init(), clock: OpenIDClock = .init()
    ) {
        self.settings = settings
        self.limits = limits
        self.clock = clock
        // A cookie of one provider or client is of no use at another.
        seal = SealedState(key: sealingKey, purpose: "sign-in at \(settings.issuer) as \(settings.clientID)")
        let http = OpenIDHTTP(client: OpenIDHTTP.makeClient(limits), limits: limits)
        self.http = http
        let metadata = Fetched(limits: limits, clock: clock) { () async throws(OpenIDError) in
            try OpenIDMetadata(await http.get(settings.discoveryAddress, .discovery), issuer: settings.issuer)
        }
        self.metadata = metadata
        keys = Fetched(limits: limits, clock: clock) { () async throws(OpenIDError) in
            try ProviderKey.read(await http.get(metadata.current().keysAddress, .keys))
        }
    }

    /// Waits for the end of the service, and closes the connections.
    public func run() async throws {
        try? await gracefulShutdown()
        await close()
    }

    /// Closes the connections. What is under way fails.
    public func close() async {
        // It fails only when they are closed already.
        try? await http.client.shutdown()
    }

    /// Begins a sign-in.
    /// - Parameter returnPath: where to go afterwards: a path of ours; anything else is taken for `/`.
    /// - Returns: where to send the browser, and what it must bring back in a cookie (`HttpOnly`, `Secure`,
    ///   `SameSite=Lax`) that lives as long as `OpenIDLimits.patience`.
    public func begin(returnTo returnPath: String = "/") async throws(OpenIDError) -> OpenIDDeparture {
        let metadata = try await metadata.current()
        let pending = PendingSignIn(returnPath: returnPath)
        let address = OpenIDAddress.adding(
            [
                ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", settings.redirectURI),
                ("scope", settings.scopes.joined(separator: " ")), ("state", pending.state),
                ("nonce", pending.nonce), ("code_challenge", pending.proof.challenge),
                ("code_challenge_method", "S256"),
            ], to: metadata.authorizationEndpoint)
        let expiry = clock.date().addingTimeInterval(TimeInterval(limits.patience.components.seconds))
        do {
            return OpenIDDeparture(address: address, cookie: try seal.seal(pending.bytes, until: expiry))
        } catch {
            throw .noPending(error)
        }
    }

    /// Ends a sign-in, when the browser comes back.
    /// - Parameter cookie: what `begin` gave the browser to carry. Clear it in the answer, whatever comes out: a provider
    ///   takes each code once, so that it is of no more use.
    public func finish(_ callback: OpenIDCallback, cookie: String?) async throws(OpenIDError) -> OpenIDArrival {
        let pending = try open(cookie)
        guard let state = callback.state, ConstantTime.areEqual(state, pending.state) else { throw .wrongState }
        let metadata = try await metadata.current()
        // RFC 9207, section 2.4: the answer of another provider is an attack.
        if callback.issuer != nil || metadata.sendsIssuer {
            guard callback.issuer == settings.issuer else { throw .otherIssuer(.authorization) }
        }
        if let error = callback.error { throw .refused(code: OpenIDError.code(error)) }
        guard let code = callback.code, !code.isEmpty else { throw .malformedCallback }
        let token = try await exchange(code, pending.proof, metadata)
        let identity = try await verify(token, nonce: pending.nonce, metadata)
        return OpenIDArrival(identity: identity, returnPath: pending.returnPath)
    }

    private func open(_ cookie: String?) throws(OpenIDError) -> PendingSignIn {
        guard let cookie else { throw .noPending(nil) }
        do {
            guard let pending = PendingSignIn(bytes: try seal.open(cookie, at: clock.date())) else {
                throw SealedStateError.malformed
            }
            return pending
        } catch {
            throw .noPending(error as? SealedStateError ?? .malformed)
        }
    }
}
