import Foundation

/// Lets a number of tasks in at a time; the others wait in order.
actor Turnstile {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) {
        free = places
    }

    /// Whether this task has a place already. Tests that make a second database inside a first, all waiting for a second
    /// place, would wait for each other for ever.
    @TaskLocal private static var isInside = false

    /// Waits for a place, and keeps it while `body` runs. Who is inside comes in again at once.
    nonisolated func enter<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        if Self.isInside { return try await body() }
        await takePlace()
        do {
            let result = try await Self.$isInside.withValue(true) { try await body() }
            await givePlaceBack()
            return result
        } catch {
            await givePlaceBack()
            throw error
        }
    }

    private func takePlace() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func givePlaceBack() {
        guard waiting.isEmpty else { return waiting.removeFirst().resume() }
        free += 1
    }
}
