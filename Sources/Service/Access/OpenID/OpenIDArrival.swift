/// A sign-in that ended well: the browser has come back.
public struct OpenIDArrival: Hashable, Sendable {
    /// Who signed in.
    public let identity: OpenIDIdentity
    /// Where the person wanted to go: a path of ours.
    public let returnPath: String
}
