/// Who a test's request comes from.
enum Caller: Sendable {
    case nobody
    /// A system.
    case token(String)
    /// Somebody who signed in, by the cookie of the session.
    case session(String)

    var headers: [(String, String)] {
        switch self {
        case .nobody: []
        case .token(let text): [("Authorization", "Bearer \(text)")]
        case .session(let text): [("Cookie", "__Host-waymark=\(text)")]
        }
    }
}
