import Crypto

/// Proof that whoever brings a code to the token endpoint is who asked for it: PKCE (RFC 7636) with S256.
struct ProofKey: Hashable, Sendable {
    /// What only we know until the code is exchanged.
    let verifier: String

    /// A new one of 256 random bits.
    static func make() -> ProofKey { ProofKey(verifier: RandomText.make()) }

    /// What the provider is told first (section 4.2).
    var challenge: String { Base64URL.text(SHA256.hash(data: Array(verifier.utf8))) }
}
