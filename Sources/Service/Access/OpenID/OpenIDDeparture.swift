/// A sign-in that begins: the browser leaves for the provider.
public struct OpenIDDeparture: Hashable, Sendable {
    /// Where to send it.
    public let address: String
    /// What it carries, sealed.
    public let cookie: String
}
