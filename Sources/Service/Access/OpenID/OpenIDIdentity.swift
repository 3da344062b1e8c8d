/// Who signed in, as the provider says. Only issuer and subject together name a person for good; a mail address may pass
/// to somebody else.
public struct OpenIDIdentity: Hashable, Sendable {
    /// The provider.
    public let issuer: String
    /// The provider's name for the person, which it never gives to another.
    public let subject: String
    /// The mail address, if the provider tells it.
    public let email: String?
    /// Whether the provider has made sure that the address is the person's.
    public let emailVerified: Bool
    /// The full name, if the provider tells it.
    public let name: String?
}
