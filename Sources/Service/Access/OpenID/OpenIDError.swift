/// Why a sign-in by OpenID Connect did not come about. The descriptions go to the log: they hold nothing of the person,
/// no code, no token and no secret.
public enum OpenIDError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The settings lack the client's id, or its secret is empty.
    case incompleteSettings
    /// An address is not https, and not on this machine; or it has a user or a fragment.
    case insecureAddress(OpenIDPlace)
    /// Nobody answers.
    case unreachable(OpenIDPlace)
    /// The answer was not there in time.
    case timedOut(OpenIDPlace)
    /// The answer is longer than it can be.
    case tooLong(OpenIDPlace)
    /// The answer has another status than 200.
    case status(OpenIDPlace, code: Int)
    /// The answer is not what the standard says: what is wrong.
    case malformed(OpenIDPlace, String)
    /// The provider calls itself by another name than the settings do.
    case otherIssuer(OpenIDPlace)
    /// The provider cannot do what we need.
    case unsupported(String)
    /// The browser came back without the sealed cookie that it left with, or too late.
    case noPending(SealedStateError?)
    /// The browser came back with another state than it left with: somebody else's sign-in, or an attack.
    case wrongState
    /// The browser came back without a code, or with a parameter twice.
    case malformedCallback
    /// The provider says no, at the authorization endpoint: by which code.
    case refused(code: String)
    /// The provider does not take the code we bring to the token endpoint: by which code it says so.
    case codeRefused(code: String)
    /// The ID token is not good.
    case token(IDTokenFault)

    /// In words, for the log.
    public var description: String {
        switch self {
        case .incompleteSettings: "the settings of the OpenID provider lack the client's id, or its secret is empty"
        case .insecureAddress(let place): "the OpenID \(place.rawValue) must be a plain https address"
        case .unreachable(let place): "the OpenID \(place.rawValue) cannot be reached"
        case .timedOut(let place): "the OpenID \(place.rawValue) did not answer in time"
        case .tooLong(let place): "the OpenID \(place.rawValue) answered with more than is read"
        case .status(let place, let code): "the OpenID \(place.rawValue) answered with status \(code)"
        case .malformed(let place, let what):
            "the answer of the OpenID \(place.rawValue) is not as it should be: \(what)"
        case .otherIssuer(let place): "the OpenID \(place.rawValue) names another issuer than the settings"
        case .unsupported(let what): "the OpenID provider does not support \(what)"
        case .noPending(let reason):
            "a sign-in came back that was not begun here, or too late: \(reason?.description ?? "there is no cookie")"
        case .wrongState: "a sign-in came back with the state of another"
        case .malformedCallback: "a sign-in came back without a code, or with a parameter twice"
        case .refused(let code): "the OpenID provider refused the sign-in: \(code)"
        case .codeRefused(let code): "the OpenID provider did not take the code: \(code)"
        case .token(let fault): "the ID token was refused: \(fault)"
        }
    }

    /// An error code of the provider's, if it is one that may stand in a log: codes are words of ASCII (RFC 6749,
    /// section 5.2), and what is not might be anything.
    static func code(_ text: String?) -> String {
        guard let text, (1...40).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") })
        else { return "without a code" }
        return text
    }
}
