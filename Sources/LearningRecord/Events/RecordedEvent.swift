/// An event as the log holds it: with its place and the time it was recorded.
public struct RecordedEvent: Hashable, Sendable {
    /// Its place in the district's order: 1, 2, 3… without a gap.
    public var position: Int64
    /// When the log took it. Never decreases from one position to the next.
    public var recordedAt: Instant
    /// The event. Its words are empty unless they were opened.
    public var event: LearningEvent

    /// An event at its place.
    public init(position: Int64, recordedAt: Instant, event: LearningEvent) {
        self.position = position
        self.recordedAt = recordedAt
        self.event = event
    }
}

extension RecordedEvent {
    /// The event as JSON, with its position and when it was recorded.
    public var json: JSON {
        var object = event.json
        object["position"] = .number(String(position))
        object["recordedAt"] = .string(recordedAt.description)
        return .object(object)
    }
}
