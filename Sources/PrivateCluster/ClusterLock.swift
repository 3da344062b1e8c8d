import Foundation

/// Lets one process at a time start, stop or reset a cluster. The system frees it when its holder dies.
struct ClusterLock: ~Copyable {
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Waits up to `seconds` for the lock.
    /// - Throws: `ClusterError.busy` after that.
    static func acquire(_ path: String, waitingSeconds seconds: Int) async throws(ClusterError) -> ClusterLock {
        // Closed on exec: the server must not inherit the lock and keep it.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try SystemCall.check(descriptor, "open the lock file", path)
        let lock = ClusterLock(descriptor: descriptor)
        let deadline = ContinuousClock.now + .seconds(seconds)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard ContinuousClock.now < deadline, !Task.isCancelled else {
                throw .busy(lock: path, waitedSeconds: seconds)
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return lock
    }

    deinit {
        close(descriptor)
    }
}
