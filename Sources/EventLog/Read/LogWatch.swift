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
    private let tenant: Substring
    private let poll: Duration
    private let hints: ConnectionOptions?
    private var listener: Listener.Iterator?

    /// How long to leave the server alone when the connection that listened was lost.
    private static let pauseAfterLoss = Duration.milliseconds(50)

    /// A watch over a log.
    /// - Parameters:
    ///   - poll: how long to wait when no hint comes.
    ///   - hints: how to reach the database for a connection that listens; `nil` polls only.
    public init(_ log: EventLog, poll: Duration, hints: ConnectionOptions?) {
        tenant = Substring(String(log.district.tenant))
        self.poll = poll
        self.hints = hints
    }

    /// Listens from now on, unless it does already: what is committed after this ends the next wait, and what was
    /// committed before is seen by whoever looks after this.
    public mutating func listen() async {
        guard listener == nil, let hints else { return }
        var iterator = Listener(hints, [CommitHints.channel]).makeAsyncIterator()
        // Without a listening connection the poll goes on; the next round tries again.
        if (try? await iterator.start()) != nil { listener = iterator }
    }

    /// Waits until something was committed in the district, or for the poll.
    /// - Throws: `CancellationError`.
    public mutating func wait() async throws {
        guard var listener else { return try await Task.sleep(for: poll) }
        let deadline = ContinuousClock.now + poll
        do {
            while ContinuousClock.now < deadline {
                let left = ContinuousClock.now.duration(to: deadline)
                guard let hint = try await listener.next(within: left) else { break }
                if hint.payload.split(separator: " ").contains(tenant) { break }
            }
            // The look that follows sees what all the hints that have come speak of.
            while try await listener.next(within: .zero) != nil {}
            self.listener = listener
        } catch is PostgresError {
            self.listener = nil
            try await Task.sleep(for: Self.pauseAfterLoss)
        }
    }
}
