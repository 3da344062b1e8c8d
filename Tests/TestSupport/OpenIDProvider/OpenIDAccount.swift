/// Somebody who can sign in at the tests' OpenID provider.
public struct OpenIDAccount: Hashable, Sendable {
    /// The provider's name for the person.
    public let subject: String
    /// The full name.
    public let name: String
    /// The mail address.
    public let email: String
    /// Whether the provider has made sure of the address.
    public let emailVerified: Bool

    /// An invented person.
    public init(subject: String, name: String, email: String, emailVerified: Bool = true) {
        self.subject = subject
        self.name = name
        self.email = email
        self.emailVerified = emailVerified
    }

    /// Three invented people: a teacher, a learner, and one whose address nobody has checked.
    public static let samples = [
        OpenIDAccount(subject: "t-100", name: "Tove Teacher", email: "tove.teacher@school.example"),
        OpenIDAccount(subject: "l-200", name: "Lin \"Li\" Learner", email: "lin.learner@school.example"),
        OpenIDAccount(
            subject: "u-300", name: "Uma Unchecked", email: "uma@elsewhere.example", emailVerified: false),
    ]
}
