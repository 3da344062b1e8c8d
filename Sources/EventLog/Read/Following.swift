public import LearningRecord
public import LibPQ

extension EventLog {
    /// The events after `position` as they come, in batches and in order, without words, for ever.
    ///
    /// The poll is the truth, a notification only ends the wait early: with notifications lost, or none wanted, what
    /// is new is seen within `poll`. Nothing is read ahead of whoever takes the batches.
    /// - Parameters:
    ///   - batch: events of a batch, at the most.
    ///   - poll: how long to wait between two looks when no hint comes.
    ///   - hints: how to reach the database for a connection that listens; `nil` polls only.
    public func follow(
        after position: Int64, batch: Int = 1_000, poll: Duration = .seconds(1), hints: ConnectionOptions? = nil
    ) -> Following {
        Following(log: self, position: position, batch: batch, poll: poll, hints: hints)
    }
}

/// A log as it grows: see ``EventLog/follow(after:batch:poll:hints:)``.
public struct Following: AsyncSequence, Sendable {
    let log: EventLog
    let position: Int64
    let batch: Int
    let poll: Duration
    let hints: ConnectionOptions?

    /// Starts after the position that was given.
    public func makeAsyncIterator() -> Iterator {
        Iterator(following: self)
    }

    /// Walks over the batches.
    public struct Iterator: AsyncIteratorProtocol {
        private let following: Following
        private var position: Int64
        private var watch: LogWatch

        init(following: Following) {
            self.following = following
            position = following.position
            watch = LogWatch(following.log, poll: following.poll, hints: following.hints)
        }

        /// The next batch, as soon as there is one.
        /// - Throws: `EventLogError`, `CancellationError`.
        public mutating func next() async throws -> [RecordedEvent]? {
            while true {
                try Task.checkCancellation()
                // First listen, then look: what is committed in between is seen by the look.
                await watch.listen()
                let events = try await following.log.read(after: position, limit: following.batch)
                if let last = events.last {
                    position = last.position
                    return events
                }
                try await watch.wait()
            }
        }
    }
}
