public import LibPQ

/// Waits for what comes into the logs of any districts. Ask the logs between ``listen()`` and ``wait(atMost:)``:
/// ```swift
/// var watch = StoreWatch(hints: options)
/// while !Task.isCancelled {
///     await watch.listen()
///     try await readWhatIsNew()
///     let districts = try await watch.wait(atMost: .seconds(1))
/// }
/// ```
/// Whoever uses it looks at every log from time to time, hint or not: a hint only ends the wait early.
public struct StoreWatch {
    private let hints: ConnectionOptions?
    private var listener: Listener.Iterator?

    /// How long to leave the server alone when the connection that listened was lost.
    private static let pauseAfterLoss = Duration.milliseconds(50)

    /// A watch over the logs of a database.
    /// - Parameter hints: how to reach the database for a connection that listens; `nil` only waits.
    public init(hints: ConnectionOptions?) {
        self.hints = hints
    }

    /// Listens from now on, unless it does already: what is committed after this ends the next wait, and what was
    /// committed before is seen by whoever looks after this.
    public mutating func listen() async {
        guard listener == nil, let hints else { return }
        var iterator = Listener(hints, [CommitHints.channel]).makeAsyncIterator()
        // Without a listening connection the waits take their time; the next round tries again.
        if (try? await iterator.start()) != nil { listener = iterator }
    }

    /// Waits until something was committed in a district, or for so long.
    /// - Returns: the numbers of the districts of which hints have come; empty when none came.
    /// - Throws: `CancellationError`.
    public mutating func wait(atMost limit: Duration) async throws -> Set<Int32> {
        guard var listener else {
            try await Task.sleep(for: limit)
            return []
        }
        var districts: Set<Int32> = []
        do {
            var hint = try await listener.next(within: limit)
            // The look that follows sees what all the hints that have come speak of.
            while let known = hint {
                districts.formUnion(known.payload.split(separator: " ").compactMap { Int32($0) })
                hint = try await listener.next(within: .zero)
            }
            self.listener = listener
        } catch is PostgresError {
            self.listener = nil
            try await Task.sleep(for: Self.pauseAfterLoss)
        }
        return districts
    }
}
