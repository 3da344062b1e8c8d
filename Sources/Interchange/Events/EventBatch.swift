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

    init(_ batch: EventBatchReader.Batch, district: UUID, roster: RosterReferences, dropsGrades: Bool) {
        lines = Int64(batch.lines.count)
        end = batch.end
        events.reserveCapacity(batch.lines.count)
        for line in batch.lines {
            var names: [String] = []
            do throws(EventLineError) {
                let event = try line.content.get().event(
                    in: district, roster: roster, dropping: dropsGrades ? { names.append($0) } : nil)
                events.append(Item(line: line.number, bytes: line.bytes, event: event))
                for name in names { dropped[name, default: 0] += 1 }
            } catch {
                rejects.append(Reject(line: line.number, bytes: line.bytes, reason: error.description))
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
