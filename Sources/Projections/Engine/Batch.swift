import EventLog
import LearningRecord
import LibPQ

/// Some events in order, as far as they can be read.
struct Batch: Sendable {
    /// An event that cannot be read.
    struct Failure: Sendable {
        let position: Int64
        let reason: String
    }

    /// The events.
    var events: [RecordedEvent] = []
    /// The event after them that cannot be read, if that is why they end.
    var failure: Failure?
    /// Whether nothing came after them when they were read.
    var isLast = false

    /// Reads the events after a position.
    static func read(_ log: EventLog, after position: Int64, upTo last: Int64, limit: Int) async throws -> Batch {
        try await log.run { session in
            var batch = Batch()
            batch.events.reserveCapacity(min(limit, 1_000))
            do {
                try log.scan(session, after: position, upTo: last, limit: limit) { batch.events.append($0) }
            } catch EventLogError.damaged(let damaged, let error) {
                batch.failure = Failure(position: damaged, reason: error.description)
            } catch let error as PostgresError where error.kind == .decoding {
                // Positions have no gap: what could not be decoded stands right after what could.
                let damaged = (batch.events.last?.position ?? position) + 1
                batch.failure = Failure(position: damaged, reason: error.description)
            }
            batch.isLast = batch.events.count < limit
            return batch
        }
    }
}
