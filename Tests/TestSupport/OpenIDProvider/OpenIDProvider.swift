import Foundation
import LearningRecord
import Synchronization

/// An OpenID provider of the tests' own, on this machine: discovery, keys, a page to choose an account, codes with PKCE,
/// and everything that can be wrong with one. For tests alone: whoever asks is signed in.
public final class OpenIDProvider: Sendable {
    /// What the client must say it is.
    public let clientID: String
    /// The client's secret; nil for a public client.
    public let clientSecret: String?
    /// Who can sign in.
    public let accounts: [OpenIDAccount]
    /// The provider's clock.
    let now: @Sendable () -> Date
    let state: Mutex<State>

    struct State: Sendable {
        var port = 0
        var keys: [ProviderKeyPair]
        var keysMade = 1
        var misbehaviour: OpenIDMisbehaviour?
        var grants: [String: Grant] = [:]
        /// How often each path was asked for.
        var requests: [String: Int] = [:]
        /// How the client authenticated last, by the standard's name.
        var authentication: String?
        /// What the discovery document says the token endpoint takes.
        var authentications = ["client_secret_basic", "client_secret_post"]
    }

    /// What a code stands for.
    struct Grant: Sendable {
        let account: OpenIDAccount
        let redirectURI: String
        let challenge: String
        let nonce: String?
    }

    init(
        clientID: String, clientSecret: String?, accounts: [OpenIDAccount], rsa: Bool,
        now: @escaping @Sendable () -> Date
    ) throws {
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.accounts = accounts
        self.now = now
        state = Mutex(State(keys: [rsa ? try .rsa(id: "key-1") : .p256(id: "key-1")]))
    }

    /// The provider's name.
    public var issuer: String { "http://127.0.0.1:\(state.withLock { $0.port })" }

    /// What is wrong with it from now on; nil makes it good again.
    public func misbehave(_ misbehaviour: OpenIDMisbehaviour?) {
        state.withLock { $0.misbehaviour = misbehaviour }
    }

    /// Signs with a new key from now on, and forgets the old one.
    public func rotateKey() {
        state.withLock { state in
            state.keysMade += 1
            state.keys = [.p256(id: "key-\(state.keysMade)")]
        }
    }

    /// Lists a second key from now on, but goes on to sign with the first.
    public func addKey() {
        state.withLock { state in
            state.keysMade += 1
            state.keys.append(.p256(id: "key-\(state.keysMade)"))
        }
    }

    /// Says from now on that the token endpoint takes only this, by the standard's name.
    public func offerOnly(authentication: String) {
        state.withLock { $0.authentications = [authentication] }
    }

    /// How often a path, for instance `/keys`, was asked for.
    public func requests(for path: String) -> Int {
        state.withLock { $0.requests[path] ?? 0 }
    }

    /// How the client authenticated last at the token endpoint: `client_secret_basic`, `client_secret_post` or `none`.
    public var lastAuthentication: String? { state.withLock { $0.authentication } }

    /// What happens when somebody follows `address` and chooses an account: where the browser is sent back to. Nil when
    /// the provider refuses the request.
    /// - Parameter subject: whom to choose; nil to press "Cancel".
    public func signIn(at address: String, as subject: String?) -> String? {
        guard address.hasPrefix(issuer + "/authorize?"),
            let query = URLComponents(string: address)?.percentEncodedQuery,
            let request = AuthorizationRequest(form: query, provider: self)
        else { return nil }
        return answer(request, account: subject.flatMap { subject in accounts.first { $0.subject == subject } })
    }
}
