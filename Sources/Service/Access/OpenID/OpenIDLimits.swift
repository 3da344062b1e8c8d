/// Bounds of what a sign-in by OpenID Connect may take.
public struct OpenIDLimits: Hashable, Sendable {
    /// How long a request to the provider may take, from the connecting to the last byte.
    public var timeout: Duration = .seconds(10)
    /// The most bytes of an answer. Real ones have fewer than 20,000.
    public var maximumBody = 256 << 10
    /// How long the provider's description and keys are used before they are fetched again.
    public var lifetime: Duration = .seconds(3600)
    /// How much time is at least between two fetches of the keys because a token names one that is not known.
    public var refreshInterval: Duration = .seconds(30)
    /// How long a person may take at the provider.
    public var patience: Duration = .seconds(600)

    /// The usual bounds.
    public init() {}
}
