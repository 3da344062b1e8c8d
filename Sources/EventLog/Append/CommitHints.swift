import LibPQ
import Synchronization

/// Tells who follows a log that something was committed: after the commit, never in its transaction (a NOTIFY there
/// takes a lock of the whole server until the commit is on disk), and once for all commits of a few milliseconds.
///
/// A hint can be lost; followers poll as well, so that none is needed.
final class CommitHints: Sendable {
    /// The channel; the payload holds the numbers of the districts, with spaces between.
    static let channel = "waymark_log"
    private static let pause = Duration.milliseconds(10)

    private let pool: Pool
    /// The districts of which nobody was told yet. Where there are any, a task is on its way to tell.
    private let waiting = Mutex<Set<Int32>>([])

    init(pool: Pool) {
        self.pool = pool
    }

    func committed(_ tenant: Int32) {
        let isFirst = waiting.withLock { waiting in
            defer { waiting.insert(tenant) }
            return waiting.isEmpty
        }
        guard isFirst else { return }
        Task {
            try? await Task.sleep(for: Self.pause)
            await send()
        }
    }

    /// Sends what waits, now.
    func send() async {
        let tenants = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        if tenants.isEmpty { return }
        let payload = tenants.map(String.init).joined(separator: " ")
        // A hint that does not go out costs a follower its next poll, nothing more; nor does one that a crash takes
        // back, so its commit waits for no disk while it holds that lock.
        _ = try? await pool.run { session in
            try session.query(
                "select set_config('synchronous_commit', 'off', true), pg_notify(\(Self.channel), \(payload))")
        }
    }
}
