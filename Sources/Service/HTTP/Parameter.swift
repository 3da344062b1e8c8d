/// A parameter that an address may have after its question mark.
struct Parameter: Hashable, Sendable, ExpressibleByStringLiteral {
    let name: String
    /// Whether it may stand there several times.
    let repeats: Bool

    init(stringLiteral name: String) {
        self.init(name)
    }

    private init(_ name: String, repeats: Bool = false) {
        self.name = name
        self.repeats = repeats
    }

    /// One that may stand there several times.
    static func repeated(_ name: String) -> Parameter { Parameter(name, repeats: true) }

    /// A position of the log that the tables must have reached before the answer is made.
    static let atLeast: Parameter = "atLeast"
    /// What was known then: the record as it stood.
    static let asOf: Parameter = "asOf"
    /// What had happened by then, by all that is known today.
    static let happenedBy: Parameter = "happenedBy"
    /// How many to answer, at the most.
    static let limit: Parameter = "limit"
    /// Behind what to go on: `next` of the page before.
    static let after: Parameter = "after"
}
