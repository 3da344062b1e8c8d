/// The levels of a continuum in their order, lowest first. The last one is only the last that has a name so far.
public struct LevelScale: Hashable, Sendable {
    /// The levels, lowest first, each place once.
    public let levels: [NamedLevel]

    /// A scale of these levels; of two at one place the first stands.
    public init(_ levels: [NamedLevel]) {
        var places: Set<Level> = []
        self.levels = levels.filter { places.insert($0.level).inserted }.sorted { $0.level < $1.level }
    }

    /// The level at a place, when the scale names it.
    public subscript(level: Level) -> NamedLevel? { levels.first { $0.level == level } }

    /// The name of a level, when the scale has one.
    public func name(of level: Level) -> String? { self[level]?.name }

    /// The level that comes after `level` (or first, when there is none yet), when the scale names one.
    public func next(after level: Level?) -> NamedLevel? {
        guard let level else { return levels.first }
        return levels.first { $0.level > level }
    }

    /// What a district that has said nothing else calls its levels.
    public static let `default` = LevelScale(
        [
            ("beginning", "Starts on it, with examples and help close at hand."),
            ("developing", "Does parts of it alone, and all of it with support."),
            ("demonstrating", "Does it alone, more than once and in more than one setting, and can show how."),
            ("extending", "Takes it further: into new problems, other fields, or helping others to learn it."),
        ].enumerated().compactMap { index, words in
            Level(index + 1).map { NamedLevel(level: $0, name: words.0, description: words.1) }
        })
}
