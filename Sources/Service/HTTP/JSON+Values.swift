import LearningRecord

extension JSON {
    /// A whole number.
    static func whole(_ number: some BinaryInteger) -> JSON { .number(String(number)) }

    /// A text that may be absent, where its absence says something.
    static func textOrNull(_ value: (some CustomStringConvertible)?) -> JSON {
        value.map { .string($0.description) } ?? .null
    }
}

extension Optional<JSON> {
    /// A text that may be absent: as a member of an object it is then left out.
    static func text(_ value: (some CustomStringConvertible)?) -> JSON? { value.map { .string($0.description) } }
}
