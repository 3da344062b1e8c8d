public import LearningRecord

/// A part of a district's log: which positions, which kinds, which learners.
public struct LogPart: Hashable, Sendable {
    /// Only what comes after this position.
    public var after: Int64
    /// Only what stands up to this position.
    public var upTo: Int64
    /// Only these kinds; `nil` for all.
    public var kinds: Set<EventKind>?
    /// Only learners whose hash lies here (`log.event.learner_hash`); `nil` for all.
    public var hashes: ClosedRange<Int32>?
    /// So many events at the most.
    public var limit: Int

    /// A part of the log.
    public init(
        after: Int64 = 0, upTo: Int64 = .max, kinds: Set<EventKind>? = nil, hashes: ClosedRange<Int32>? = nil,
        limit: Int = .max
    ) {
        self.after = after
        self.upTo = upTo
        self.kinds = kinds
        self.hashes = hashes
        self.limit = limit
    }

    /// What comes after `from log.event where`, in order.
    func condition(tenant: Int32) -> String {
        unordered(tenant: tenant) + " order by position limit \(limit)"
    }

    /// The conditions alone. COPY takes no parameters; the numbers that this spells are no input.
    func unordered(tenant: Int32) -> String {
        var conditions = ["tenant = \(tenant)", "position > \(after)", "position <= \(upTo)"]
        if let kinds {
            conditions.append("kind in (\(kinds.map { String($0.rawValue) }.sorted().joined(separator: ",")))")
        }
        if let hashes {
            conditions.append("learner_hash between \(hashes.lowerBound) and \(hashes.upperBound)")
        }
        return conditions.joined(separator: " and ")
    }
}
