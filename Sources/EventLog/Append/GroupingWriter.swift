public import LearningRecord
import LibPQ

/// Groups concurrent appends of one district into one transaction each: a commit costs one flush to disk however many
/// share it, and a district's commits are serial anyway.
///
/// Every caller gets an answer of its own, after its events are durable. A caller whose events are refused does not
/// harm the others: the group is then sent one by one.
public actor GroupingWriter {
    private struct Waiting {
        let events: [LearningEvent]
        let continuation: CheckedContinuation<AppendReceipt, any Error>
    }

    private let log: EventLog
    private let limit: Int
    private var waiting: [Waiting] = []
    private var isSending = false

    /// - Parameter limit: events that one transaction takes at the most.
    public init(log: EventLog, limit: Int = EventLog.chunk) {
        self.log = log
        self.limit = limit
    }

    /// Appends events, all or none; returns when they are durable.
    public func append(_ events: [LearningEvent]) async throws -> AppendReceipt {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(events: events, continuation: continuation))
            if !isSending {
                isSending = true
                Task { await send() }
            }
        }
    }

    private func send() async {
        while !waiting.isEmpty {
            let group = takeGroup()
            await Self.send(group, to: log)
        }
        isSending = false
    }

    private func takeGroup() -> [Waiting] {
        var count = 0
        var size = 0
        while size < waiting.count, size == 0 || count + waiting[size].events.count <= limit {
            count += waiting[size].events.count
            size += 1
        }
        let group = Array(waiting.prefix(size))
        waiting.removeFirst(size)
        return group
    }

    private nonisolated static func send(_ group: [Waiting], to log: EventLog) async {
        do {
            let receipt = try await log.append(group.flatMap(\.events))
            var start = 0
            for caller in group {
                let positions = Array(receipt.positions[start..<start + caller.events.count])
                start += caller.events.count
                caller.continuation.resume(
                    returning: AppendReceipt(
                        positions: positions, firstNew: receipt.firstNew, recordedAt: receipt.recordedAt))
            }
        } catch {
            if group.count == 1 { return group[0].continuation.resume(throwing: error) }
            for caller in group { await send([caller], to: log) }
        }
    }
}
