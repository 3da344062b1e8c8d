import HTTPTypes
import Hummingbird

/// What a request shows to be let in: the number of the district and a secret of it, so that even the look-up stays in one
/// district.
struct Credentials: Hashable, Sendable {
    enum Way: Hashable, Sendable {
        case session
        case token
    }

    let way: Way
    let tenant: Int32
    let secret: String

    /// The cookie of a session. The prefix binds it to this host, to TLS (or loopback) and to the whole site (RFC 6265bis,
    /// section 4.1.3.2).
    static let cookie = "__Host-waymark"
    /// How a token begins, so that scanners for leaked secrets know it.
    static let tokenPrefix = "wm_"

    /// What a request shows; a token before a session; `nil` when it shows nothing that could be either.
    init?(_ request: Request) {
        if let authorization = request.headers[.authorization] {
            let parts = authorization.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
            let text = parts[1].trimmingPrefix { $0 == " " }
            guard text.hasPrefix(Self.tokenPrefix) else { return nil }
            self.init(.token, String(text.dropFirst(Self.tokenPrefix.count)), separator: "_")
        } else if let cookie = request.cookies[Self.cookie] {
            self.init(.session, cookie.value, separator: ".")
        } else {
            return nil
        }
    }

    /// What is shown as a token.
    static func text(token secret: Secret, tenant: Int32) -> String { "\(tokenPrefix)\(tenant)_\(secret.text)" }

    /// What stands in the cookie.
    static func text(session secret: Secret, tenant: Int32) -> String { "\(tenant).\(secret.text)" }

    private init?(_ way: Way, _ text: String, separator: Character) {
        let parts = text.split(separator: separator, maxSplits: 1)
        guard parts.count == 2, let tenant = Int32(parts[0]), tenant > 0, let secret = Secret(parts[1]) else {
            return nil
        }
        (self.way, self.tenant, self.secret) = (way, tenant, secret.text)
    }

    /// SHA-256 of the secret.
    var digest: [UInt8] { Secret(secret)?.digest ?? [] }
}
