import Synchronization

/// Bounds on how long requests take. One look every quarter of a second serves all that are under way: a timer for each
/// costs more than what most of them do.
final class Deadlines: Sendable {
    private struct Bounded {
        let end: ContinuousClock.Instant
        let giveUp: @Sendable () -> Void
    }

    private struct State {
        var underWay: [UInt64: Bounded] = [:]
        var next: UInt64 = 0
        var isLooking = false
    }

    /// How often it looks, and so how much later than its end something may be given up.
    private static let glance = Duration.milliseconds(250)

    private let state = Mutex(State())

    /// Runs `body`, and gives it up after `limit`.
    /// - Throws: ``Problem`` of the sort `timeout`, or what the body throws.
    func within<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let task = Task { try await body() }
        let number = begin(Bounded(end: .now + limit, giveUp: { task.cancel() }))
        do {
            let value = try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
            _ = finish(number)
            return value
        } catch {
            guard finish(number) else {
                throw Problem(.timeout, "It was given up after \(limit.components.seconds) seconds.", retryAfter: 5)
            }
            throw error
        }
    }

    private func begin(_ bounded: Bounded) -> UInt64 {
        let (number, mustLook) = state.withLock { state in
            state.next += 1
            state.underWay[state.next] = bounded
            defer { state.isLooking = true }
            return (state.next, !state.isLooking)
        }
        if mustLook {
            Task {
                while giveUpLate() { try? await Task.sleep(for: Self.glance) }
            }
        }
        return number
    }

    /// False where it was given up before.
    private func finish(_ number: UInt64) -> Bool {
        state.withLock { $0.underWay.removeValue(forKey: number) != nil }
    }

    /// Gives up what is past its end; false, and nobody looks any more, where nothing is under way.
    private func giveUpLate() -> Bool {
        let now = ContinuousClock.now
        let (late, goesOn) = state.withLock { state in
            let late = state.underWay.filter { $0.value.end <= now }
            for number in late.keys { state.underWay[number] = nil }
            state.isLooking = !state.underWay.isEmpty
            return (late.values, state.isLooking)
        }
        for bounded in late { bounded.giveUp() }
        return goesOn
    }
}
