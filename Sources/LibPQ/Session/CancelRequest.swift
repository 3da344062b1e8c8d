import CLibPQ
import Dispatch

/// One request to the server to cancel what a connection is running.
///
/// `PQcancel` opens a connection of its own and blocks, so it runs on a thread of Dispatch. The statement's own thread
/// makes the request and waits for its end before it goes on, so a request can never hit a later statement.
///
/// `@unchecked Sendable`: the `PGcancel` is immutable and the one object of libpq that any thread may use (PostgreSQL
/// manual, 34.7); it is freed in `deinit` only.
final class CancelRequest: @unchecked Sendable {
    private let pointer: OpaquePointer?
    private let done = Monitor(false)
    private let start = ContinuousClock.now
    private let interval: Duration

    init(_ connection: OpaquePointer, interval: Duration) {
        pointer = PQgetCancel(connection)
        self.interval = interval
        DispatchQueue.global().async { [self] in
            var message = [CChar](repeating: 0, count: 256)
            _ = PQcancel(pointer, &message, Int32(message.count))
            done.withLock { $0 = true }
            done.signal()
        }
    }

    deinit {
        PQfreeCancel(pointer)
    }

    /// Whether the request was delivered, or failed, long enough ago to send another.
    var isDone: Bool {
        done.withLock { $0 } && start.duration(to: .now) >= interval
    }

    /// Waits for the end of the request; false when it did not come in time.
    func finish(atMost limit: Duration) -> Bool {
        done.wait(atMost: limit) { $0 ? true : nil } ?? false
    }
}
