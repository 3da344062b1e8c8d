import LearningRecord
import Synchronization

/// Answers that may take long to find, and are asked for again and again.
///
/// What was found quickly is looked for each time. What took long is kept: for a while it is answered as it is, later it is
/// answered and looked for anew meanwhile, and in the end it is looked for before it is answered.
final class KeptAnswers<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// An answer, and when it was looked for.
    struct Answer: Sendable {
        let value: Value
        let at: Instant
    }

    private struct Entry {
        var answer: Answer?
        /// When it was looked for.
        var since: ContinuousClock.Instant
        /// The search that is under way: all who ask meanwhile wait for one.
        var search: Task<Answer, any Error>?
    }

    private enum Found {
        case kept(Answer)
        case search(Task<Answer, any Error>)
    }

    /// Answers that took longer to find are kept.
    private let patience: Duration
    /// How old they may be before they are looked for anew.
    private let fresh: Duration
    /// How old they may be before nobody is answered with them any more.
    private let usable: Duration
    /// Answers that are kept, at the most; then the oldest goes.
    private let capacity: Int
    private let entries = Mutex<[Key: Entry]>([:])

    init(
        patience: Duration, fresh: Duration = .seconds(60), usable: Duration = .seconds(900),
        capacity: Int = 200
    ) {
        (self.patience, self.fresh, self.usable, self.capacity) = (patience, fresh, usable, capacity)
    }

    /// The answer to a question.
    /// - Parameter find: looks for it.
    /// - Throws: what `find` throws.
    func answer(_ key: Key, find: @escaping @Sendable () async throws -> Value) async throws -> Answer {
        let now = ContinuousClock.now
        let found = entries.withLock { entries -> Found in
            var entry = entries[key] ?? Entry(since: now)
            let age = now - entry.since
            if let answer = entry.answer, age < fresh { return .kept(answer) }
            let search = entry.search ?? begin(key, find)
            entry.search = search
            entries[key] = entry
            if let answer = entry.answer, age < usable { return .kept(answer) }
            return .search(search)
        }
        switch found {
        case .kept(let answer): return answer
        case .search(let task): return try await task.value
        }
    }

    /// Whoever asked may go meanwhile: others wait for the same.
    private func begin(_ key: Key, _ find: @escaping @Sendable () async throws -> Value) -> Task<Answer, any Error> {
        Task {
            let (start, at) = (ContinuousClock.now, Page.now())
            do {
                let answer = Answer(value: try await find(), at: at)
                keep(ContinuousClock.now - start > patience ? Entry(answer: answer, since: start) : nil, of: key)
                return answer
            } catch {
                entries.withLock { entries in
                    entries[key]?.search = nil
                    if entries[key]?.answer == nil { entries[key] = nil }
                }
                throw error
            }
        }
    }

    private func keep(_ entry: Entry?, of key: Key) {
        entries.withLock { entries in
            entries[key] = entry
            guard entries.count > capacity else { return }
            let idle = entries.filter { $0.value.search == nil }
            if let oldest = idle.min(by: { $0.value.since < $1.value.since }) { entries[oldest.key] = nil }
        }
    }
}
