public import LearningRecord

/// An event behind a cell, and whether it counts.
public struct ExplainedEvent: Hashable, Sendable {
    /// The position in the log.
    public var position: Int64
    /// The id.
    public var id: EventID
    /// The kind.
    public var kind: EventKind
    /// When it happened, as claimed.
    public var occurredAt: Instant
    /// When the log took it.
    public var recordedAt: Instant
    /// In which part someone said so.
    public var assertedBy: Role
    /// Whether the cell rests on it. Others touched the cell once, or would have.
    public var isBehind: Bool
    /// Whether it counts, and if not, what took it out.
    public var standing: Standing

    /// Whether an event counts. Other events are named by their positions.
    public enum Standing: Hashable, Sendable {
        /// It counts.
        case counts
        /// A correction took it out.
        case voided(by: Int64)
        /// A correction put another event in its place.
        case replaced(by: Int64, with: Int64)
        /// It stood in for another event by a correction that does not count.
        case withdrawn(from: Int64)
        /// It is a correction that names an event it cannot name.
        case ignored

        /// In words.
        public var description: String {
            switch self {
            case .counts: "counts"
            case .voided(let by): "taken out by the correction at \(by)"
            case .replaced(let by, let with): "replaced by the event at \(with), says the correction at \(by)"
            case .withdrawn(let from): "stood in for another, but the correction at \(from) does not count"
            case .ignored: "a correction without effect: it names an event that it cannot name"
            }
        }
    }
}

extension ExplainedEvent {
    init(_ recorded: RecordedEvent, isBehind: Bool, standing: Standing) {
        position = recorded.position
        id = recorded.event.id
        kind = recorded.event.kind
        occurredAt = recorded.event.occurredAt
        recordedAt = recorded.recordedAt
        assertedBy = recorded.event.assertedBy.role
        self.isBehind = isBehind
        self.standing = standing
    }
}
