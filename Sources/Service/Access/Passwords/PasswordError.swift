/// Why a password was neither hashed nor checked.
public enum PasswordError: Error, Hashable, Sendable, CustomStringConvertible {
    /// So many sign in at once that another would only wait too long. To be answered with 503 and `Retry-After`.
    case busy
    /// Whoever asked has gone.
    case cancelled
    /// The password or salt is empty, or there is not memory enough.
    case underivable

    /// In words, for the log.
    public var description: String {
        switch self {
        case .busy: "too many passwords are being checked at once; another is not begun"
        case .cancelled: "who asked for a password to be checked has gone"
        case .underivable: "a password could not be hashed: it is empty, or there is not memory enough"
        }
    }
}
