import Foundation
import LearningRecord

/// A batch of lines as events ready for the log, with what was rejected and dropped on the way.
struct EventBatch: Sendable {
    /// An event with the line it came from.
    struct Item: Sendable {
        let line: Int64
        let bytes: [UInt8]
        let event: LearningEvent
    }

    /// A line that was not taken.
    struct Reject: Sendable {
        let line: Int64
        let bytes: [UInt8]
        let reason: String
    }

    private(set) var events: [Item] = []
    private(set) var rejects: [Reject] = []
    private(set) var dropped: [String: Int64] = [:]
    let lines: Int64
    let end: EventBatchReader.Start

    /// Puts together what became of each line, in their order.
    init(_ batch: EventBatchReader.Batch, _ outcomes: [EventDecoder.Outcome]) {
        lines = Int64(batch.lines.count)
        end = batch.end
        events.reserveCapacity(batch.lines.count)
        for (line, outcome) in zip(batch.lines, outcomes) {
            switch outcome {
            case .event(let event, let names):
                events.append(Item(line: line.number, bytes: line.bytes, event: event))
                for name in names { dropped[name, default: 0] += 1 }
            case .rejected(let reason):
                rejects.append(Reject(line: line.number, bytes: line.bytes, reason: reason))
            // Going on would leave a line out unseen. The decoder looks up whatever a line waits for before a batch is put
            // together; what was stored before is resumed from.
            case .waiting: preconditionFailure("every reference was looked up")
            }
        }
    }
}

extension EventImportReport {
    /// Counts a batch and what the log made of it, and hands on what was rejected, in the order of the lines.
    mutating func add(_ batch: EventBatch, _ outcome: EventAppender.Outcome, rejects file: RejectFile?) {
        lines += batch.lines
        appended += outcome.appended
        known += outcome.known
        dropped.merge(batch.dropped) { $0 + $1 }
        let all = (batch.rejects + outcome.rejects).sorted { $0.line < $1.line }
        rejected += Int64(all.count)
        for reject in all {
            file?.add(line: reject.line, reason: reject.reason, text: reject.bytes)
            if firstRejects.count < Self.keptRejects {
                firstRejects.append(Reject(line: reject.line, reason: reject.reason))
            }
        }
    }
}
