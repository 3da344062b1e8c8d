public import LearningRecord

/// Groups concurrent appends of one district into one transaction each: a commit costs one flush to disk however many
/// share it, and a district's commits are serial anyway.
///
/// Every caller's events are checked, sealed and encoded in the caller's own task, and every caller gets an answer of
/// its own, after its events are durable. A caller whose events are refused does not harm the others: the group is then
/// sent one by one.
public actor GroupingWriter {
    private struct Waiting {
        let prepared: PreparedAppend
        let continuation: CheckedContinuation<AppendReceipt, any Error>
    }

    private let log: EventLog
    private let limit: Int
    private let lanes: Int
    private var waiting: [Waiting] = []
    private var sending = 0

    /// - Parameters:
    ///   - limit: events that one transaction takes at the most.
    ///   - lanes: transactions under way at the most. One waits at the server for the other's commit, so that the server
    ///     is never idle while the next group is made.
    public init(log: EventLog, limit: Int = EventLog.chunk, lanes: Int = 2) {
        self.log = log
        self.limit = limit
        self.lanes = lanes
    }

    /// Appends events, all or none; returns when they are durable.
    /// - Throws: `EventLogError`.
    public nonisolated func append(_ events: [LearningEvent]) async throws -> AppendReceipt {
        try await receipt(of: log.prepare(events))
    }

    private func receipt(of prepared: PreparedAppend) async throws -> AppendReceipt {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(prepared: prepared, continuation: continuation))
            guard sending < lanes else { return }
            sending += 1
            Task { await sendAll() }
        }
    }

    private func sendAll() async {
        while !waiting.isEmpty {
            let (call, callers) = takeGroup()
            await Self.send(call, for: callers, to: log)
        }
        sending -= 1
    }

    /// As many of those who wait, in their order, as fit into one call and do not depend on one another.
    private func takeGroup() -> (PreparedAppend, ArraySlice<Waiting>) {
        var call = waiting[0].prepared
        var size = 1
        while size < waiting.count, call.places.count + waiting[size].prepared.places.count <= limit,
            call.join(waiting[size].prepared)
        {
            size += 1
        }
        defer { waiting.removeFirst(size) }
        return (call, waiting[..<size])
    }

    private nonisolated static func send(
        _ call: PreparedAppend, for callers: ArraySlice<Waiting>, to log: EventLog
    ) async {
        do {
            let receipt = try await log.send(call)
            var start = 0
            for caller in callers {
                let end = start + caller.prepared.places.count
                caller.continuation.resume(
                    returning: AppendReceipt(
                        positions: Array(receipt.positions[start..<end]), firstNew: receipt.firstNew,
                        recordedAt: receipt.recordedAt))
                start = end
            }
        } catch {
            if let only = callers.first, callers.count == 1 { return only.continuation.resume(throwing: error) }
            for caller in callers { await send(caller.prepared, for: [caller], to: log) }
        }
    }
}
