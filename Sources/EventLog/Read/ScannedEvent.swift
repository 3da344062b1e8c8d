public import LearningRecord

/// A row of the log as a scan meets it: most can be read; one that cannot does not end the scan.
public enum ScannedEvent: Sendable {
    /// An event, without its words.
    case event(RecordedEvent)
    /// A row whose facts this program cannot read.
    case unreadable(UnreadableEvent)

    /// The event.
    /// - Throws: `EventLogError.damaged` for a row that cannot be read.
    public func readable() throws(EventLogError) -> RecordedEvent {
        switch self {
        case .event(let event): return event
        case .unreadable(let event): throw .damaged(position: event.position, event.error)
        }
    }
}

/// A row of the log whose facts cannot be read, and whose it is.
public struct UnreadableEvent: Hashable, Sendable {
    /// Its place in the log.
    public let position: Int64
    /// Whose it is.
    public let learner: LearnerID
    /// The number of its kind, which this program may not know.
    public let kind: Int16
    /// Why it cannot be read.
    public let error: RecordError
}

/// A row of the log that cannot be read at all, since a column holds what it never should.
public struct UnreadableRow: Error, Hashable, Sendable, CustomStringConvertible {
    /// Its place in the log.
    public let position: Int64
    /// Why it cannot be read.
    public let reason: String

    /// As a sentence.
    public var description: String { "The row of the log at position \(position) cannot be read: \(reason)" }
}
