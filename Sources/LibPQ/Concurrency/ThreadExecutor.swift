import Glibc

/// Runs the jobs of one actor on a thread of its own, so that blocking calls stop nobody else.
///
/// The thread starts with the first job and ends after `end()` once no job waits. A job that arrives later (a call on
/// a closed connection, which must be answered with an error) gets a short-lived thread.
final class ThreadExecutor: SerialExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isRunning = false
        var isEnded = false
        var thread: pthread_t?
    }

    private let state = Monitor(State())

    func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        // Nobody holds this executor for the call's sake. Once the lock is given back the job may run, be the actor's last,
        // and end the executor: from then on nothing of it is touched, unless no thread runs yet that could.
        let mustStart = state.withLockSignalling { state in
            state.jobs.append(unowned)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if mustStart { start() }
    }

    /// Lets the thread go when its jobs are done.
    func end() {
        state.withLock { $0.isEnded = true }
        state.signal()
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    func isIsolatingCurrentContext() -> Bool? {
        state.withLock { state in
            state.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false
        }
    }

    func checkIsolated() {
        precondition(isIsolatingCurrentContext() ?? false, "expected to run on the thread of this connection")
    }

    /// Whether the thread is alive; for tests of leaks.
    var isRunning: Bool { state.withLock { $0.isRunning } }

    private func start() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<ThreadExecutor>.fromOpaque(context).takeRetainedValue().serve()
                return nil
            }, context.toOpaque())
        precondition(status == 0, "the system gave no thread for a database connection (errno \(status))")
        pthread_detach(thread)
    }

    private func serve() {
        state.withLock { $0.thread = pthread_self() }
        while let jobs = nextJobs() {
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }

    private func nextJobs() -> [UnownedJob]? {
        state.wait { state -> [UnownedJob]?? in
            if !state.jobs.isEmpty {
                defer { state.jobs.removeAll() }
                return .some(state.jobs)
            }
            guard state.isEnded else { return nil }
            state.isRunning = false
            state.thread = nil
            return .some(nil)
        }
    }
}
