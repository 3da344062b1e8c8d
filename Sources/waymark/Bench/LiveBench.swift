import EventLog
import Foundation
import LearningRecord
import LibPQ
import Projections
import Synchronization

/// From an append to where its rows are seen: many districts at once, each with its own stream of calls as they happen, of
/// some events each as when a teacher looks at a group's work, and one follower that keeps the rows of all projections of
/// all of them.
///
/// The time begins with the call of the append and ends when the follower's transaction with the rows has committed.
struct LiveBench {
    let database: BenchDatabase
    let rounds: Int
    /// Events of a call, on the average.
    let call: Int
    private static let districts = 50
    private static let learners = 100
    /// Events a second, of all districts together.
    private static let rate = 2_000
    private static let duration = Duration.seconds(15)
    private static let warmUp = Duration.seconds(5)

    func run(progress: (String) -> Void) async throws -> [Measurement] {
        let store = Store(
            pool: Pool(Store.options(database.options), size: Self.districts + 4), master: MasterKey.generate()?.key)
        var logs: [EventLog] = []
        for number in 0..<Self.districts {
            logs.append(store.log(of: try await store.createDistrict(named: "Live \(number)")))
        }
        let watch = Latencies()
        let hints = Store.options(database.options)
        let follower = Task {
            do {
                try await Follower(store: store).follow(hints: hints) { watch.saw($0, $1) }
            } catch {
                watch.failed(error)
            }
        }
        defer { follower.cancel() }
        let sources = logs.enumerated().map { index, log in
            Source(
                writer: GroupingWriter(log: log), tenant: log.district.tenant, call: call, seed: UInt64(index) + 900)
        }
        var (median, slowest): ([Double], [Double]) = ([], [])
        var reached: [Double] = []
        for round in 0...rounds {
            progress("live, round \(round) of \(rounds)")
            watch.clear()
            let length = round == 0 ? Self.warmUp : Self.duration
            let seconds = try await ContinuousClock().seconds {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for source in sources {
                        group.addTask { try await source.run(for: length, into: watch) }
                    }
                    try await group.waitForAll()
                }
            }
            try await watch.waitUntilSeen()
            if round == 0 { continue }
            let times = watch.times.sorted()
            median.append(times[times.count / 2])
            slowest.append(times[times.count * 99 / 100])
            reached.append(Double(times.count) / seconds)
        }
        try await check(logs)
        follower.cancel()
        _ = await follower.result
        await store.close()
        return [
            Measurement(
                what: "from append to visible, \(Self.districts) districts, the middle",
                comparedWith: "an absolute bar",
                unit: "ms", product: median, other: [], bar: 50),
            Measurement(
                what: "from append to visible, of 100 the slowest", comparedWith: "an absolute bar", unit: "ms",
                product: slowest, other: [], bar: 250),
            Measurement(
                what: "events taken meanwhile", comparedWith: "what was to come", unit: "events/s", product: reached,
                other: reached.map { _ in Double(Self.rate) }, bar: 0.97),
        ]
    }

    /// What was called visible is there: every projection of every district is at the end of its log.
    private func check(_ logs: [EventLog]) async throws {
        for log in logs {
            let status = try await Projector(log: log).status().filter { $0.state == .live }
            guard !status.isEmpty, status.allSatisfy({ $0.lag == 0 && $0.error == nil && $0.parked.isEmpty }) else {
                throw Failure("the rows of \(log.district.name) are not at the end of its log")
            }
        }
    }

    /// One district's events, at random moments, on the average so many a second.
    private final class Source: Sendable {
        private let writer: GroupingWriter
        private let tenant: Int32
        private let call: Int
        private let state: Mutex<(events: BenchEvents, random: SplitMix64)>

        init(writer: GroupingWriter, tenant: Int32, call: Int, seed: UInt64) {
            (self.writer, self.tenant, self.call) = (writer, tenant, call)
            state = Mutex((BenchEvents(learners: LiveBench.learners, seed: seed), SplitMix64(seed: seed)))
        }

        func run(for length: Duration, into watch: Latencies) async throws {
            let start = ContinuousClock.now
            var next = start
            let mean = Double(LiveBench.districts * call) / Double(LiveBench.rate)
            try await withThrowingTaskGroup(of: Void.self) { group in
                while true {
                    // As independent people do: the times between two are exponential.
                    let (events, wait) = state.withLock { [call] state in
                        (
                            state.events.next(Int.random(in: 1...(2 * call - 1), using: &state.random)),
                            -log(Double.random(in: 0.000_001...1, using: &state.random)) * mean
                        )
                    }
                    next += .seconds(wait)
                    if start.duration(to: next) > length { break }
                    try await Task.sleep(until: next)
                    group.addTask {
                        let called = ContinuousClock.now
                        let receipt = try await self.writer.append(events)
                        for position in receipt.positions { watch.appended(self.tenant, position, at: called) }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

/// When events were appended and when their rows were seen.
private final class Latencies: Sendable {
    private struct State {
        var waiting: [Int32: [Int64: ContinuousClock.Instant]] = [:]
        /// How far each district's rows were seen, and since when.
        var seen: [Int32: [(position: Int64, at: ContinuousClock.Instant)]] = [:]
        var times: [Double] = []
        /// Why the follower ended.
        var failure: (any Error)?
    }
    private let state = Mutex(State())

    /// Milliseconds from append to visible.
    var times: [Double] { state.withLock { $0.times } }

    func clear() {
        state.withLock { $0.times = [] }
    }

    func appended(_ tenant: Int32, _ position: Int64, at called: ContinuousClock.Instant) {
        state.withLock { state in
            // The rows may have been there before the answer came.
            if let seen = state.seen[tenant]?.first(where: { $0.position >= position }) {
                state.times.append(called.duration(to: seen.at).inSeconds * 1_000)
            } else {
                state.waiting[tenant, default: [:]][position] = called
            }
        }
    }

    func saw(_ tenant: Int32, _ position: Int64) {
        let now = ContinuousClock.now
        state.withLock { state in
            state.seen[tenant, default: []].append((position, now))
            if state.seen[tenant, default: []].count > 200 { state.seen[tenant]?.removeFirst(100) }
            for (waiting, called) in state.waiting[tenant] ?? [:] where waiting <= position {
                state.times.append(called.duration(to: now).inSeconds * 1_000)
                state.waiting[tenant]?[waiting] = nil
            }
        }
    }

    func failed(_ error: any Error) {
        state.withLock { $0.failure = error }
    }

    func waitUntilSeen() async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while state.withLock({ $0.waiting.values.contains { !$0.isEmpty } }) {
            if let failure = state.withLock(\.failure) { throw failure }
            guard ContinuousClock.now < deadline else { throw Failure("events did not become visible in a minute") }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
