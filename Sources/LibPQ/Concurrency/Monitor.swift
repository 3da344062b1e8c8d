import Glibc

/// A value behind a lock, with a condition to wait for: the one place of this layer where threads share memory.
///
/// `Synchronization.Mutex` has no condition and its contended path is invisible to ThreadSanitizer; a pthread mutex has
/// neither fault.
///
/// `@unchecked Sendable`: `state` is only ever touched between `pthread_mutex_lock` and `pthread_mutex_unlock`, and
/// `State` is itself `Sendable`, so what goes in and out may cross threads.
final class Monitor<State: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var state: State

    init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Runs `body` alone; nothing in it may block.
    func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// Waits until `take` answers something, asking again after every `signal()`.
    func wait<Result>(for take: (inout State) -> Result?) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = take(&state) { return result }
            pthread_cond_wait(condition, mutex)
        }
    }

    /// As `wait(for:)`, but nil when the limit passes first.
    func wait<Result>(atMost limit: Duration, for take: (inout State) -> Result?) -> Result? {
        var deadline = timespec()
        clock_gettime(CLOCK_REALTIME, &deadline)
        let nanoseconds = Int(deadline.tv_nsec) + Int(limit.pollMilliseconds) * 1_000_000
        deadline.tv_sec += nanoseconds / 1_000_000_000
        deadline.tv_nsec = nanoseconds % 1_000_000_000
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = take(&state) { return result }
            if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { return take(&state) }
        }
    }

    /// As `withLock(_:)`, and wakes the threads in `wait(for:)` before the lock is given back: what they then do may be the
    /// end of this monitor, which is not touched any more.
    func withLockSignalling<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(condition)
            pthread_mutex_unlock(mutex)
        }
        return try body(&state)
    }

    /// Wakes the threads in `wait(for:)`.
    func signal() {
        pthread_cond_broadcast(condition)
    }
}
