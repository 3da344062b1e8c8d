import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and its like: the first cancels the work, which tells the server, and a second ends the process at once.
enum Signals {
    private static let received = Atomic<Int32>(0)

    /// The signal that asked the process to end; nil while none did.
    static var ending: Int32? {
        let number = received.load(ordering: .acquiring)
        return number == 0 ? nil : number
    }

    /// Runs `body` as a task that SIGINT and SIGTERM cancel.
    static func cancelling(_ body: @escaping @Sendable () async -> ExitStatus) async -> ExitStatus {
        // `waymark … | head` ends without a word, whatever the caller does with SIGPIPE.
        signal(SIGPIPE, SIG_DFL)
        let work = Task { await body() }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                let (first, _) = received.compareExchange(
                    expected: 0, desired: number, ordering: .acquiringAndReleasing)
                if !first { _exit(128 + number) }
                work.cancel()
            }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return await work.value
    }
}
