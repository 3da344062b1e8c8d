/// What is wrong with a part of a CASE package, and where.
public struct CASEProblem: Hashable, Sendable, CustomStringConvertible {
    /// The place, such as `CFItems[12].identifier`, counted from 0 as in the file; empty for the package as a whole.
    public let place: String
    /// What is wrong and what would be right.
    public let message: String

    /// A problem.
    public init(at place: String, _ message: String) {
        self.place = place
        self.message = message
    }

    /// The place and what is wrong there.
    public var description: String { place.isEmpty ? "the package \(message)" : "\(place) \(message)" }
}
