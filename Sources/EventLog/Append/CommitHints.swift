import LibPQ

/// Tells who follows a log that something was committed: after the commit, never in its transaction (a NOTIFY there
/// takes a lock of the whole server until the commit is on disk), and once for all commits of a few milliseconds.
///
/// A hint can be lost; followers poll as well, so that none is needed.
actor CommitHints {
    /// The channel; the payload holds the numbers of the districts, with spaces between.
    static let channel = "waymark_log"
    private static let pause = Duration.milliseconds(20)

    private let pool: Pool
    private var waiting: Set<Int32> = []
    private var flush: Task<Void, Never>?

    init(pool: Pool) {
        self.pool = pool
    }

    func committed(_ tenant: Int32) {
        waiting.insert(tenant)
        if flush == nil {
            flush = Task {
                try? await Task.sleep(for: Self.pause)
                await send()
            }
        }
    }

    /// Sends what waits, now.
    func send() async {
        flush = nil
        if waiting.isEmpty { return }
        let payload = waiting.map(String.init).joined(separator: " ")
        waiting = []
        // A hint that does not go out costs a follower its next poll, nothing more.
        _ = try? await pool.run { try $0.query("select pg_notify(\(Self.channel), \(payload))") }
    }
}
