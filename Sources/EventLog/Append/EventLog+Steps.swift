public import LearningRecord
public import LibPQ

extension EventLog {
    /// One of many appends in a row: events, and what else happens in their transaction.
    public struct Step: Sendable {
        /// The events.
        public let events: [LearningEvent]
        /// Runs before they are appended, in the same transaction.
        public let before: @Sendable (Session) throws -> Void

        /// This step.
        public init(events: [LearningEvent], before: @escaping @Sendable (Session) throws -> Void) {
            self.events = events
            self.before = before
        }
    }

    /// Appends step after step, each all or none and durable on its own: while the server works on one, the next is
    /// fetched, checked, sealed and encoded.
    /// - Parameters:
    ///   - next: answers one step after the other; `nil` at the end.
    ///   - progress: is told of each step that is stored.
    public func append(
        steps next: @Sendable @escaping () async throws -> Step?, progress: (Step) -> Void
    ) async throws {
        var ready = try await prepare(next())
        while let (step, prepared) = ready {
            async let following = prepare(next())
            _ = try await send(prepared, before: step.before)
            progress(step)
            ready = try await following
        }
    }

    private func prepare(_ step: Step?) async throws -> (Step, PreparedAppend)? {
        guard let step else { return nil }
        return (step, try await prepare(step.events))
    }
}
