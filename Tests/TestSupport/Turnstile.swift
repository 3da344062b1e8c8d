import Foundation

/// Lets a number of tasks in at a time; the others wait in order.
actor Turnstile {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) {
        free = places
    }

    /// Waits for a place, and keeps it while `body` runs.
    nonisolated func enter<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        await takePlace()
        do {
            let result = try await body()
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
