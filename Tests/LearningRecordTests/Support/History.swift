import Foundation
import LearningRecord
import Testing

/// Histories of one learner, for tests of corrections.
struct History {
    private(set) var events: [RecordedEvent] = []
    private let learner = LearnerID(UUID())

    /// Appends an event of its own and returns its id.
    @discardableResult
    mutating func happening() throws -> EventID {
        let level = try #require(Level(1 + events.count % 4))
        return append(.goalSet(GoalSet(competency: CompetencyID(UUID()), level: level)))
    }

    /// Appends a correction and returns its id.
    @discardableResult
    mutating func void(_ corrected: EventID) -> EventID {
        append(.correction(Correction(voiding: corrected)))
    }

    /// Appends a correction and returns its id.
    @discardableResult
    mutating func replace(_ corrected: EventID, with replacement: EventID) -> EventID {
        append(.correction(Correction(replacing: corrected, with: replacement)))
    }

    /// The ids of the events that count.
    var counting: [EventID] { Corrections.counting(events).map(\.event.id) }

    private mutating func append(_ facts: Facts) -> EventID {
        let event = LearningEvent(
            id: EventID(UUID()), learner: learner, occurredAt: Instant(microseconds: 0),
            assertedBy: Assertion(role: .system), facts: facts,
            words: facts.kind == .correction ? ["reason": "a mistake"] : [:])
        let position = Int64(events.count + 1)
        events.append(RecordedEvent(position: position, recordedAt: Instant(microseconds: position), event: event))
        return event.id
    }
}
