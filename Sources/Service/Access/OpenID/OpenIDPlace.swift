/// An address that has a part in a sign-in.
public enum OpenIDPlace: String, Hashable, Sendable {
    case issuer
    case discovery = "discovery document"
    case keys = "key set"
    case authorization = "authorization endpoint"
    case token = "token endpoint"
    case ours = "redirect address"
}
