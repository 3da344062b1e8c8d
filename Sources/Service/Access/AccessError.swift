/// Why an account, a grant or a token could not be made.
public enum AccessError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another account of the district has this login.
    case loginTaken(String)
    /// A login or a name is empty or too long.
    case badName
    /// The part follows from the roster and cannot be granted.
    case notGranted(AccessRole)
    /// The part is not one of a school.
    case notOfSchools(AccessRole)
    /// A token must expire within two years.
    case badLifetime
    /// A token that may do nothing.
    case noScope
    /// There is no such account, token or link, or it has ended.
    case unknown

    /// In words, for people.
    public var description: String {
        switch self {
        case .loginTaken(let login): "an account with the login \"\(login)\" exists already"
        case .badName: "a login has 1 to 254 characters, a name 1 to 200"
        case .notGranted(let role):
            "the part \(role.rawValue) follows from the roster: link the account to its person there"
        case .notOfSchools(let role):
            role == .family
                ? "the part family names a learner, and no other part does"
                : "the part \(role.rawValue) is for the whole district"
        case .badLifetime: "a token expires between an hour and 731 days from now"
        case .noScope: "a token needs at least one scope"
        case .unknown: "there is none, or it has ended"
        }
    }
}
