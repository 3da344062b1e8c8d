/// Several statements in one text, for migrations: run by the simple protocol, with no values.
public struct SQLScript: ExpressibleByStringLiteral, Sendable {
    /// The statements, separated by semicolons.
    public let text: String

    /// A script written in the source.
    public init(stringLiteral text: StaticString) {
        self.text = text.description
    }

    /// A script from text that no input can reach, such as an embedded file.
    public init(unsafeRaw text: String) {
        self.text = text
    }
}
