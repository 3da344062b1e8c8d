public import LearningRecord

/// Does something outside when an event was recorded: a message, a call of another system. Projections never do.
///
/// Which effects an event has is pure; doing them is not. Each is done once in effect: after a crash between the deed and
/// the note of it, it is done again with the same ``Effect/key``, by which the other side can tell.
public protocol Reactor: Sendable {
    /// The name: small letters, digits, `-` and `_`. Under it stands how far it has come; another name begins anew.
    var name: String { get }
    /// The kinds of events that it reacts to.
    var kinds: Set<EventKind> { get }
    /// How many effects an event has: none, one, or several.
    func count(of event: RecordedEvent) -> Int
    /// Does an effect. What it throws is noted, and it is tried again later.
    func perform(_ effect: Effect) async throws
}

extension Reactor {
    /// One effect for each event.
    public func count(of event: RecordedEvent) -> Int { 1 }
}

/// Something that a reactor has to do.
public struct Effect: Hashable, Sendable {
    /// The same for the same effect, however often it is tried: district, reactor, position and ordinal.
    public let key: String
    /// The event. Facts only: what people wrote stays in the log.
    public let event: RecordedEvent
    /// Which of the event's effects, from 0.
    public let ordinal: Int
}
