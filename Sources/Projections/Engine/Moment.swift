public import LearningRecord

/// Where an event stands in a learner's history: learning is ordered by when it happened, and where that is the same,
/// by when the log took it. So an event that was recorded late stands where it belongs.
public struct Moment: Hashable, Sendable, Comparable {
    /// When it happened, as claimed.
    public var at: Instant
    /// The position in the log.
    public var position: Int64

    /// A moment.
    public init(at: Instant, position: Int64) {
        self.at = at
        self.position = position
    }

    /// By time, and at the same time by position.
    public static func < (left: Self, right: Self) -> Bool {
        left.at != right.at ? left.at < right.at : left.position < right.position
    }

    /// The positions of some moments, each once, in order.
    static func positions(_ moments: [Moment]) -> [Int64] {
        var positions = moments.map(\.position)
        positions.sortUnique()
        return positions
    }

    /// The later of two, where the first may be missing.
    static func newest(_ known: Moment?, _ other: Moment) -> Moment {
        known.map { max($0, other) } ?? other
    }

    /// The earlier of two, where the first may be missing.
    static func earliest(_ known: Moment?, _ other: Moment) -> Moment {
        known.map { min($0, other) } ?? other
    }
}

extension [Int64] {
    /// Puts them in order, each once.
    mutating func sortUnique() {
        if count < 2 { return }
        sort()
        var kept = 1
        for place in 1..<count where self[place] != self[kept - 1] {
            self[kept] = self[place]
            kept += 1
        }
        removeLast(count - kept)
    }
}

extension RecordedEvent {
    /// Where the event stands in the learner's history.
    public var moment: Moment { Moment(at: event.occurredAt, position: position) }
}
