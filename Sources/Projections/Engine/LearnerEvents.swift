import EventLog
import LearningRecord

/// What a batch holds of one learner, in order, as far as it can be folded.
struct LearnerEvents: Sendable {
    /// The events.
    private(set) var events: [RecordedEvent] = []
    /// Where the learner must wait, and why.
    private(set) var obstacle: Parked?

    /// Takes in the learner's next event. What comes after one that cannot be read waits with it.
    mutating func add(_ scanned: ScannedEvent) {
        if obstacle != nil { return }
        switch scanned {
        case .event(let event):
            if event.event.kind == .correction { newestCorrection = event.position }
            events.append(event)
        case .unreadable(let event):
            obstacle = Parked(learner: event.learner, position: event.position, error: event.error.description)
        }
    }

    /// The position of the newest correction among them: the learner is folded anew from all that came up to it.
    private(set) var newestCorrection: Int64?

    /// Ends before the first correction after an event that cannot be read, since folding anew needs every event.
    mutating func end(before unreadable: UnreadableEvent) {
        guard
            let place = events.firstIndex(where: {
                $0.event.kind == .correction && $0.position > unreadable.position
            })
        else { return }
        obstacle = Parked(
            learner: unreadable.learner, position: events[place].position,
            error: "event \(unreadable.position), which a correction needs, cannot be read: "
                + unreadable.error.description)
        events.removeSubrange(place...)
        newestCorrection = events.last { $0.event.kind == .correction }?.position
    }
}
