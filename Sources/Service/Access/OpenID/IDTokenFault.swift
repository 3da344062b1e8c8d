/// Why an ID token was refused (OpenID Connect Core 1.0, section 3.1.3.7).
public enum IDTokenFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is not three parts of base64url with JSON in the first two.
    case malformed
    /// It demands that its reader knows extensions (RFC 7515, section 4.1.11), and we know none.
    case critical
    /// It is signed in a way that is not acceptable, or not signed.
    case algorithm
    /// It is signed by a key that the provider does not list.
    case unknownKey
    /// The signature does not fit.
    case signature
    /// It is from somebody else.
    case issuer
    /// It is for somebody else.
    case audience
    /// It was asked for by somebody else.
    case authorisedParty
    /// Its time is over.
    case expired
    /// It is from the future.
    case notYetValid
    /// It belongs to another sign-in.
    case nonce
    /// It does not say who signed in.
    case subject

    /// In words, for the log.
    public var description: String {
        switch self {
        case .malformed: "it is not a signed token, or lacks a claim that it must have"
        case .critical: "it demands extensions that are not known here"
        case .algorithm: "its signature is of a kind that is not accepted"
        case .unknownKey: "the provider does not list the key that signed it"
        case .signature: "the signature does not fit"
        case .issuer: "it is from another issuer"
        case .audience: "it is not for us"
        case .authorisedParty: "it was issued to another client"
        case .expired: "it has expired"
        case .notYetValid: "it is from the future; are the clocks right?"
        case .nonce: "it belongs to another sign-in"
        case .subject: "it does not say who signed in"
        }
    }
}
