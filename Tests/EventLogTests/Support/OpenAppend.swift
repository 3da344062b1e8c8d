import EventLog
import Foundation
import LearningRecord
import LibPQ

/// An append whose transaction stays open until it is told to commit.
final class OpenAppend: Sendable {
    private let mayCommit = DispatchSemaphore(value: 0)
    private let work: Task<Void, any Error>

    /// Returns once the events are appended.
    init(log: EventLog, events: [LearningEvent], options: ConnectionOptions) async throws {
        let tenant = log.district.tenant
        let (appended, continuation) = AsyncStream<Void>.makeStream()
        let mayCommit = mayCommit
        work = Task {
            let connection = try await Connection.connect(options)
            try await connection.transaction { session in
                for event in events {
                    _ = try session.query(
                        """
                        select * from log.append(
                            \(tenant), array[row(\(event.id), \(event.learner), \(event.occurredAt), 1, 1, 3, null, 1,
                            null, null, null, null, null, 'held', null, null, sha256('x'))::log.event_input])
                        """)
                }
                continuation.finish()
                // The connection's own thread waits here, with the transaction open.
                mayCommit.wait()
            }
            await connection.close()
        }
        for await _ in appended {}
    }

    func commit() async throws {
        mayCommit.signal()
        try await work.value
    }
}
