public import LearningRecord

/// What the log answers to an append: where each event stands.
public struct AppendReceipt: Hashable, Sendable {
    /// The position of each event of the call, in order.
    public let positions: [Int64]
    /// Positions from here on are new; what stands before was known: a retry.
    public let firstNew: Int64
    /// When the log took the new ones.
    public let recordedAt: Instant

    /// How many of the events were known before.
    public var known: Int { positions.count { $0 < firstNew } }
    /// The last position of the call.
    public var last: Int64 { positions.max() ?? 0 }
}
