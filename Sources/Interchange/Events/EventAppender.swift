import EventLog
import LearningRecord
import Synchronization

/// Appends the events of a batch, and finds those that the log refuses, so that the others go in.
struct EventAppender: Sendable {
    /// What the log made of a batch.
    struct Outcome: Sendable {
        var appended: Int64 = 0
        var known: Int64 = 0
        var rejects: [EventBatch.Reject] = []

        fileprivate mutating func add(_ receipt: EventLog.BulkReceipt) {
            known += Int64(receipt.known)
            appended += Int64(receipt.events - receipt.known)
        }
    }

    let log: EventLog

    /// Appends the events in their order. An error of the database or of the keys is thrown; an event that the log
    /// refuses for itself becomes a reject.
    func append(_ items: [EventBatch.Item]) async throws -> Outcome {
        let sent = Mutex<EventLog.BulkReceipt?>(nil)
        var outcome = Outcome()
        do {
            _ = try await log.appendInBulk(items.map(\.event)) { receipt in sent.withLock { $0 = receipt } }
            if let stored = sent.withLock({ $0 }) { outcome.add(stored) }
        } catch let error as EventLogError where error.reasonForOneEvent != nil {
            let stored = sent.withLock { $0 }
            if let stored { outcome.add(stored) }
            var rest = items.dropFirst(stored?.events ?? 0)
            while !rest.isEmpty {
                try await appendPart(rest.prefix(EventLog.chunk), into: &outcome)
                rest = rest.dropFirst(EventLog.chunk)
            }
        }
        return outcome
    }

    /// Halves a part that is refused until the events remain that are refused alone.
    private func appendPart(_ items: ArraySlice<EventBatch.Item>, into outcome: inout Outcome) async throws {
        do {
            let receipt = try await log.append(items.map(\.event))
            outcome.known += Int64(receipt.known)
            outcome.appended += Int64(receipt.positions.count - receipt.known)
        } catch let error as EventLogError {
            guard let reason = error.reasonForOneEvent else { throw error }
            if items.count == 1, let item = items.first {
                outcome.rejects.append(EventBatch.Reject(line: item.line, bytes: item.bytes, reason: reason))
                return
            }
            let middle = items.startIndex + items.count / 2
            try await appendPart(items[..<middle], into: &outcome)
            try await appendPart(items[middle...], into: &outcome)
        }
    }
}

extension EventLogError {
    /// Why one event of a call was refused; `nil` for errors that say nothing of a single event.
    fileprivate var reasonForOneEvent: String? {
        switch self {
        case .invalid(_, let error): error.description
        case .repeatedID, .reusedID, .unknownReference, .erased: description
        default: nil
        }
    }
}
