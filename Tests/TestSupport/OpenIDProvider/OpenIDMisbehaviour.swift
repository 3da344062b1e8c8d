/// What is wrong with the tests' OpenID provider while a test wants it so.
public enum OpenIDMisbehaviour: Hashable, Sendable {
    /// A document or endpoint of the provider's.
    public enum Place: String, Hashable, Sendable, CaseIterable {
        case discovery
        case keys
        case token
    }

    /// One wrong thing in an ID token that is otherwise good.
    public enum Token: String, Hashable, Sendable, CaseIterable {
        case wrongNonce
        case noNonce
        case wrongAudience
        case noAudience
        /// Two audiences, and not a word on which client asked.
        case secondAudience
        case wrongParty
        case expired
        case noExpiry
        case issuedInFuture
        case notYetValid
        case wrongIssuer
        case noSubject
        case emptySubject
        case endlessSubject
        /// A key identifier that is nowhere listed.
        case unknownKey
        /// The right key identifier, but signed by another key.
        case forged
        /// A claim changed after signing.
        case changed
        /// `alg` is `none`, without a signature.
        case unsigned
        /// HMAC, with our public key as the secret.
        case symmetric
        /// The right signature, under the name of another algorithm.
        case otherAlgorithm
        /// An extension that the reader must know.
        case critical
        case twoParts
        /// A claim that stands twice.
        case doubledClaim
    }

    case token(Token)
    /// No ID token in the answer of the token endpoint.
    case noToken
    /// The answer of the token endpoint says another type than `Bearer`.
    case wrongTokenType
    /// The discovery document names somebody else.
    case foreignDiscovery
    /// The discovery document names this endpoint by plain http on another host: the member's name.
    case plainAddress(String)
    /// The discovery document offers no code flow.
    case noCodeFlow
    /// The discovery document offers PKCE only by `plain`.
    case plainProof
    /// The discovery document lists only signatures with a shared secret.
    case symmetricOnly
    /// The browser is sent back in somebody else's name.
    case foreignCallback
    /// The answer has megabytes.
    case oversized(Place)
    /// The answer does not begin.
    case silent(Place)
    /// The answer begins, and then comes byte by byte.
    case trickling(Place)
    /// Status 500.
    case failing(Place)
    /// The answer is a redirect to itself.
    case redirecting(Place)
    /// The answer is a page for people.
    case notJSON(Place)
    /// An error whose code holds what no log should.
    case tellingError
}
