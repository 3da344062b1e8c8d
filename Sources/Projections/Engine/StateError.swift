/// A stored state cannot be read.
public struct StateError: Error, Hashable, CustomStringConvertible {
    /// What was met.
    public let problem: String

    /// An error.
    public init(_ problem: String) {
        self.problem = problem
    }

    /// What was wrong, in words for people.
    public var description: String {
        "a stored state of a projection cannot be read (\(problem)); rebuild the projection from the log"
    }
}
