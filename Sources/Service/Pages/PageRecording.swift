import EventLog
import Foundation
import Interchange
import LearningRecord

extension Page {
    /// A new id for the event that a form will make, kept in the form: a form that is sent twice makes one event.
    static func newEventID() -> EventID {
        var ids = UUIDv7Generator(randomness: SystemRandomNumberGenerator())
        return EventID(ids.next(at: now()))
    }

    /// Now, to the microsecond.
    static func now() -> Instant {
        Instant(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded()))
    }

    /// The hidden field of a form that keeps its event's id.
    static let eventField = "event"

    /// The id that a form kept, for its `index`th event: derived from the first, so that a second sending makes the same.
    static func eventID(_ form: Form, _ index: Int = 0) -> EventID {
        guard let first: EventID = form.id(eventField) else { return newEventID() }
        guard index > 0 else { return first }
        return EventID(UUID(namespace: first.uuid, name: "\(index)"))
    }

    /// Records what somebody sent by a form: as the one who is signed in, in the part that they have towards each learner,
    /// all or nothing; and waits until the pages show it.
    /// - Throws: ``Problem`` where one of the events is not theirs to record, `EventLogError`.
    func record(_ events: [LearningEvent]) async throws {
        let district = try visit.someone().district
        let allowed = try await Asserting(visit: visit).allowed(events)
        let receipt = try await visit.service.districts.writer(of: district).append(allowed)
        // Where the tables are slow, the page shows it a moment later: what was recorded is recorded.
        try? await visit.service.freshness.wait(for: receipt.last, in: district)
    }

    /// An event of somebody about a learner; who asserts it, ``record(_:)`` says.
    func event(
        _ id: EventID, of learner: LearnerID, at time: Instant = Page.now(), school: SchoolID? = nil,
        section: SectionID? = nil, _ facts: Facts, words: Words = [:]
    ) -> LearningEvent {
        LearningEvent(
            id: id, learner: learner, occurredAt: time, assertedBy: Assertion(role: .system), school: school,
            section: section, facts: facts, words: words)
    }
}
