public import LearningRecord

/// Groups concurrent appends of one district into one transaction each: a commit costs one flush to disk however many
/// share it, and a district's commits are serial anyway.
///
/// Every caller's events are checked, sealed and encoded in the caller's own task, and every caller gets an answer of
/// its own, after its events are durable. A caller whose events are refused does not harm the others: the group is then
/// sent one by one.
///
/// Who was answered a moment ago often comes back at once with the next event. So the next group waits for as many
/// callers as were active, but no longer than a part of what the last call took: who is alone never waits. Where a call
/// is quick, the disk is no matter and two groups take turns: one is made while the server works on the other.
public actor GroupingWriter {
    private struct Waiting {
        let prepared: PreparedAppend
        let continuation: CheckedContinuation<AppendReceipt, any Error>
    }

    private let log: EventLog
    private let limit: Int
    private let clock = ContinuousClock()
    /// A call that takes less of the server's time was not kept by the disk.
    private static let quick = Duration.microseconds(1500)

    private var waiting: [Waiting] = []
    /// Calls under way, and the callers in them.
    private var (calls, callersInCalls) = (0, 0)
    /// How many calls may be under way.
    private var lanes = 1
    /// How many callers make a group worth sending at once.
    private var expected = 1
    private var patience = Duration.zero
    private var linger: Task<Void, Never>?

    /// - Parameter limit: events that one transaction takes at the most.
    public init(log: EventLog, limit: Int = EventLog.chunk) {
        self.log = log
        self.limit = limit
    }

    /// Appends events, all or none; returns when they are durable.
    /// - Throws: `EventLogError`.
    public nonisolated func append(_ events: [LearningEvent]) async throws -> AppendReceipt {
        try await receipt(of: log.prepare(events))
    }

    private func receipt(of prepared: PreparedAppend) async throws -> AppendReceipt {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(prepared: prepared, continuation: continuation))
            sendOrLinger()
        }
    }

    private func sendOrLinger() {
        guard calls < lanes, !waiting.isEmpty else { return }
        if waiting.count >= expected { return sendNow() }
        guard linger == nil else { return }
        linger = Task {
            try? await clock.sleep(for: patience, tolerance: .zero)
            if !Task.isCancelled { sendNow() }
        }
    }

    private func sendNow() {
        linger?.cancel()
        linger = nil
        guard calls < lanes, !waiting.isEmpty else { return }
        let (call, callers) = takeGroup()
        calls += 1
        callersInCalls += callers.count
        Task { await send(call, for: callers) }
    }

    private func send(_ call: PreparedAppend, for callers: ArraySlice<Waiting>) async {
        let start = clock.now
        await Self.send(call, for: callers, to: log)
        let duration = clock.now - start
        patience = min(duration / 2, .milliseconds(2))
        // One of two waits at the server while the other works.
        lanes = duration / lanes < Self.quick ? 2 : 1
        expected = max(1, (callersInCalls + waiting.count) / lanes)
        calls -= 1
        callersInCalls -= callers.count
        sendOrLinger()
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

    private static func send(_ call: PreparedAppend, for callers: ArraySlice<Waiting>, to log: EventLog) async {
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
