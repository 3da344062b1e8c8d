import Foundation

/// What an administrator states about the OpenID provider at which people sign in.
public struct OpenIDSettings: Sendable {
    /// How we prove to the token endpoint who we are (OpenID Connect Core 1.0, section 9).
    public enum Authentication: String, Hashable, Sendable {
        /// The secret in the header `Authorization`.
        case basic = "client_secret_basic"
        /// The secret in the form.
        case post = "client_secret_post"
    }

    /// The provider's name, an address, to the byte as its own documents write it.
    public let issuer: String
    /// What the provider calls us.
    public let clientID: String
    /// What only the provider and we know; nil for a public client, which PKCE alone protects.
    let clientSecret: String?
    /// How to present the secret; nil leaves it to what the provider says it takes.
    public let authentication: Authentication?
    /// Where the provider sends the browser back to: an address of ours, registered with the provider.
    public let redirectURI: String
    /// What we ask for; `openid` is always among it.
    public let scopes: [String]

    /// Refuses addresses without https, except on this machine, and what cannot be an issuer.
    public init(
        issuer: String, clientID: String, clientSecret: String?, authentication: Authentication? = nil,
        redirectURI: String, scopes: [String] = ["email", "profile"]
    ) throws(OpenIDError) {
        let address = try OpenIDAddress.check(issuer, of: .issuer)
        guard address.query == nil else { throw .insecureAddress(.issuer) }
        try OpenIDAddress.check(redirectURI, of: .ours)
        guard !clientID.isEmpty, clientSecret != "" else { throw .incompleteSettings }
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.authentication = authentication
        self.redirectURI = redirectURI
        self.scopes = ["openid"] + scopes.filter { $0 != "openid" }
    }

    /// Where the provider describes itself (OpenID Connect Discovery 1.0, section 4).
    var discoveryAddress: String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
    }
}

extension OpenIDSettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The provider's and our own name; never the secret.
    public var description: String { "OpenID provider \(issuer), client \(clientID)" }
    /// As `description`.
    public var debugDescription: String { description }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
