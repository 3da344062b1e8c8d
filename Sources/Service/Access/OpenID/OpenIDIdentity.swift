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

extension OpenIDIdentity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Which provider it is from, and nothing of the person: descriptions end in logs.
    public var description: String { "somebody who signed in at \(issuer)" }
    /// As `description`.
    public var debugDescription: String { description }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
