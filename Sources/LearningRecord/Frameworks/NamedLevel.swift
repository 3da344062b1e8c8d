/// A level with the words that people see.
public struct NamedLevel: Hashable, Sendable {
    /// The place in the continuum.
    public var level: Level
    /// The name.
    public var name: String
    /// What a learner at this level does.
    public var description: String?

    /// A level.
    public init(level: Level, name: String, description: String? = nil) {
        self.level = level
        self.name = name
        self.description = description
    }
}
