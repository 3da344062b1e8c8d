public import LibPQ

/// Waits for what comes into a log. Ask the log between ``listen()`` and ``wait()``:
/// ```swift
/// var watch = LogWatch(log, poll: .seconds(1), hints: options)
/// while !Task.isCancelled {
///     await watch.listen()
///     try await readWhatIsNew()
///     try await watch.wait()
/// }
/// ```
/// The poll is the truth, a hint only ends the wait early: with hints lost, or none wanted, what is new is seen within
/// the poll.
public struct LogWatch {
    private let tenant: Int32
    private let poll: Duration
    private var watch: StoreWatch

    /// A watch over a log.
    /// - Parameters:
    ///   - poll: how long to wait when no hint comes.
    ///   - hints: how to reach the database for a connection that listens; `nil` polls only.
    public init(_ log: EventLog, poll: Duration, hints: ConnectionOptions?) {
        tenant = log.district.tenant
        self.poll = poll
        watch = StoreWatch(hints: hints)
    }

    /// Listens from now on, unless it does already: what is committed after this ends the next wait, and what was
    /// committed before is seen by whoever looks after this.
    public mutating func listen() async {
        await watch.listen()
    }

    /// Waits until something was committed in the district, or for the poll, or until the connection that listened was
    /// lost.
    /// - Throws: `CancellationError`.
    public mutating func wait() async throws {
        let deadline = ContinuousClock.now + poll
        while ContinuousClock.now < deadline {
            let districts = try await watch.wait(atMost: ContinuousClock.now.duration(to: deadline))
            if districts.isEmpty || districts.contains(tenant) { return }
        }
    }
}
