/// Why something is not a learning event: what was wrong, in which field, and what to do.
public struct RecordError: Error, Hashable, CustomStringConvertible {
    /// The sorts of errors, for machines.
    public enum Code: String, Sendable, CaseIterable {
        /// The text is not JSON, or not an object.
        case malformed
        /// A field that must be there is not.
        case missingField = "missing-field"
        /// A field that this kind does not have.
        case unknownField = "unknown-field"
        /// A field for a grade, a score, a rank or the like, which Waymark does not have on purpose.
        case gradeField = "grade-field"
        /// A value of the wrong sort, or outside of what the field takes.
        case invalidValue = "invalid-value"
        /// No event kind has this name or number.
        case unknownKind = "unknown-kind"
        /// The kind is known, in other versions.
        case unknownVersion = "unknown-version"
    }

    /// The sort of error.
    public let code: Code
    /// Where: the field's path from the top of the event, such as `facts.outcome`; empty for the whole.
    public let path: String
    /// What was wrong and what would be right. Never holds a value that a person wrote.
    public let message: String

    /// An error at `path`.
    public init(_ code: Code, at path: String, _ message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    /// In words, for people.
    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
