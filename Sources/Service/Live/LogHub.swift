import EventLog
import LibPQ
import Synchronization

/// Tells those who follow a log that something was appended to it: one connection listens for all of them.
///
/// A hint can be lost; whoever follows is told to look from time to time.
final class LogHub: Sendable {
    /// Why to look.
    enum Hint: Sendable {
        /// Something may have come.
        case look
        /// Nothing may have come for a while: whoever has nothing to say shows that it is there.
        case beat
    }

    private struct Follower {
        let tenant: Int32
        let hint: AsyncStream<Hint>.Continuation
    }

    private struct State {
        var next: UInt64 = 0
        var followers: [UInt64: Follower] = [:]
        var hasEnded = false
    }

    /// How long a hint is waited for before everybody looks.
    private static let poll = Duration.seconds(5)

    private let hints: ConnectionOptions?
    /// How often everybody looks whether they still may, and shows that they are there, so that no proxy closes the
    /// connection.
    private let beat: Duration
    private let state = Mutex(State())

    init(hints: ConnectionOptions?, beat: Duration) {
        (self.hints, self.beat) = (hints, beat)
    }

    /// Listens, until the task is cancelled; then whoever follows is told that it is over.
    func run() async {
        var watch = StoreWatch(hints: hints)
        var next = ContinuousClock.now + beat
        while !Task.isCancelled {
            await watch.listen()
            let limit = min(Self.poll, max(.zero, ContinuousClock.now.duration(to: next)))
            guard let districts = try? await watch.wait(atMost: limit) else { break }
            let isBeat = next <= .now
            if isBeat { next = .now + beat }
            let followers = state.withLock { Array($0.followers.values) }
            for follower in followers where isBeat || districts.isEmpty || districts.contains(follower.tenant) {
                follower.hint.yield(isBeat ? .beat : .look)
            }
        }
        end()
    }

    /// Tells whoever follows that it is over. Their connections are under way as long as they follow, so that a service
    /// which is being stopped says so first.
    func end() {
        let left = state.withLock { state in
            state.hasEnded = true
            return Array(state.followers.values)
        }
        for follower in left { follower.hint.finish() }
    }

    /// Hints that something came into a district's log, as long as somebody takes them. Several at once are one.
    func hints(of tenant: Int32) -> AsyncStream<Hint> {
        let (stream, hint) = AsyncStream.makeStream(of: Hint.self, bufferingPolicy: .bufferingNewest(1))
        let (number, hasEnded) = state.withLock { state in
            state.next += 1
            state.followers[state.next] = Follower(tenant: tenant, hint: hint)
            return (state.next, state.hasEnded)
        }
        hint.onTermination = { [weak self] _ in self?.state.withLock { $0.followers[number] = nil } }
        if hasEnded { hint.finish() }
        return stream
    }

    /// How many follow: for metrics.
    var followers: Int { state.withLock(\.followers.count) }
}
