import EventLog
import Foundation
import Interchange
import LearningRecord
import LibPQ

extension Page {
    /// The id of a form's `index`th event, by all that the form says. What is sent twice makes the same event; a form that
    /// somebody went back to and changed makes another one, and neither is lost.
    static func eventID(once form: Form, _ index: Int = 0) -> EventID {
        guard let first: EventID = form.id(eventField) else { return newEventID() }
        return EventID(UUID(namespace: first.uuid, name: "\(index) \(form.everything)"))
    }

    /// Records the events of a form, all or none, unless they are recorded already because it was sent twice.
    ///
    /// The second sending says another time at which it happened; so the log would refuse its ids as reused.
    /// - Throws: as ``record(_:)``.
    func recordOnce(_ events: [LearningEvent]) async throws {
        if try await areRecorded(events) { return }
        do {
            try await record(events)
        } catch let error as EventLogError {
            // Both sendings were under way at once.
            guard case .reusedID = error, try await areRecorded(events) else { throw error }
        }
    }

    /// Whether whoever is signed in recorded all of these.
    func areRecorded(_ events: [LearningEvent]) async throws -> Bool {
        guard let account = try visit.someone().account else { return false }
        let log = try visit.log()
        let (tenant, me, ids) = (log.district.tenant, account.asserting, events.map(\.id))
        let count = try await log.run { session in
            try session.query(
                """
                select count(*) from log.event
                 where tenant = \(tenant) and event_id = any(\(ids)) and asserted_by = \(me)
                """
            ).single(as: Int64.self)
        }
        return count == Int64(ids.count)
    }
}
