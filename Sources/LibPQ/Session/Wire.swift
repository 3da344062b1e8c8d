import CLibPQ
import Glibc

/// The `PGconn` and the waiting for it.
///
/// The connection is always in libpq's non-blocking mode and every wait goes through `poll` here, on the socket and on
/// a pipe, so that a cancelled task, a limit on the server's silence and back-pressure need no second mechanism.
final class Wire {
    private(set) var pointer: OpaquePointer?
    let wake: WakePipe
    /// How long the server may be silent while an answer is due; nil leaves it to TCP.
    private let answerLimit: Duration?
    /// While true, a cancelled task does not stop the statement: for COMMIT and ROLLBACK.
    var isShielded = false

    init(_ pointer: OpaquePointer, wake: WakePipe, answerLimit: Duration?) {
        self.pointer = pointer
        self.wake = wake
        self.answerLimit = answerLimit
        PQsetnonblocking(pointer, 1)
    }

    deinit {
        close()
    }

    func close() {
        if let pointer { PQfinish(pointer) }
        pointer = nil
    }

    func open() throws(PostgresError) -> OpaquePointer {
        guard let pointer else { throw .closed }
        return pointer
    }

    var isUsable: Bool { pointer.map { PQstatus($0) == CONNECTION_OK } ?? false }

    var transactionStatus: PGTransactionStatusType { pointer.map { PQtransactionStatus($0) } ?? PQTRANS_UNKNOWN }

    /// The next result of the statement under way, or nil when there is none left.
    func nextResult() throws(PostgresError) -> ResultBox? {
        try settle { PQisBusy($0) == 0 }
        return PQgetResult(try open()).map(ResultBox.init)
    }

    /// Sends all that is queued: what makes a producer wait for the server.
    func flush() throws(PostgresError) {
        try settle { _ in true }
    }

    /// Sends what the socket takes at once.
    func flushWithoutWaiting() throws(PostgresError) {
        // A broken connection shows when the answer is read.
        _ = PQflush(try open())
    }

    /// Waits for the server, for room to send more, or for the wake pipe; false when the limit passed. While an answer is
    /// due the server may not be silent for longer than this connection's own limit.
    func waitForSign(
        atMost limit: Duration?, isAnswerDue: Bool, _ patience: inout Patience
    ) throws(PostgresError) -> Bool {
        let pointer = try open()
        let unsent = PQflush(pointer)
        if unsent < 0 { throw lost() }
        let due = isAnswerDue ? patience.waiting() : nil
        if let due, due <= .zero { throw giveUp(patience) }
        let signs = wait(pointer, alsoToWrite: unsent > 0, atMost: [limit, due].compactMap(\.self).min())
        if !signs.isDisjoint(with: [.input, .room]) { patience.noteSign() }
        if signs.contains(.input), PQconsumeInput(pointer) == 0 { throw lost() }
        return !signs.isEmpty
    }

    /// How patient to be with the answer to what is sent now.
    func newPatience() -> Patience {
        Patience(answerLimit: answerLimit)
    }

    /// The next message of COPY out in libpq's own memory, to be freed with `PQfreemem`; nil at the end.
    func nextCopyMessage() throws(PostgresError) -> UnsafeMutableRawBufferPointer? {
        var buffer: UnsafeMutablePointer<CChar>?
        // Most messages are there already, come with an earlier one.
        var length = PQgetCopyData(try open(), &buffer, 1)
        if length == 0 {
            try settle { pointer in
                length = PQgetCopyData(pointer, &buffer, 1)
                return length != 0
            }
        }
        guard length > 0, let buffer else { return nil }
        return UnsafeMutableRawBufferPointer(start: buffer, count: Int(length))
    }

    /// Whether the server closed the connection while it was idle. Asks only the socket, so it costs no round trip.
    func hasDied() -> Bool {
        guard let pointer, PQstatus(pointer) == CONNECTION_OK else { return true }
        var socket = pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0)
        while poll(&socket, 1, 0) > 0 {
            guard PQconsumeInput(pointer) == 1 else { return true }
            // Makes libpq read the messages, farewells included, that came.
            _ = PQisBusy(pointer)
            guard PQstatus(pointer) == CONNECTION_OK else { return true }
        }
        return false
    }

    /// Waits until all is sent and `isReady` holds, reading what comes meanwhile.
    ///
    /// When the connection breaks this returns as if ready: libpq then answers with the server's last words.
    private func settle(until isReady: (OpaquePointer) -> Bool) throws(PostgresError) {
        let pointer = try open()
        var patience = newPatience()
        while true {
            let unsent = PQflush(pointer)
            if unsent < 0 || (unsent == 0 && isReady(pointer)) { break }
            let limit: Duration?
            if !isShielded, Task.isCancelled {
                limit = patience.cancelling(pointer)
            } else {
                limit = patience.waiting()
            }
            if let limit, limit <= .zero { throw giveUp(patience) }
            let signs = wait(pointer, alsoToWrite: unsent > 0, atMost: limit)
            if !signs.isDisjoint(with: [.input, .room]) { patience.noteSign() }
            if signs.contains(.input), PQconsumeInput(pointer) == 0 {
                _ = isReady(pointer)
                break
            }
        }
        guard patience.finish() else { throw giveUp(patience) }
    }

    /// What `poll` saw on the socket.
    private struct Signs: OptionSet {
        let rawValue: Int
        static let input = Signs(rawValue: 1)
        static let room = Signs(rawValue: 2)
        static let wake = Signs(rawValue: 4)
    }

    /// Waits for the socket, the wake pipe or the limit.
    private func wait(_ pointer: OpaquePointer, alsoToWrite: Bool, atMost limit: Duration?) -> Signs {
        withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { descriptors in
            let events = Int16(POLLIN) | (alsoToWrite ? Int16(POLLOUT) : 0)
            descriptors.initializeElement(at: 0, to: pollfd(fd: PQsocket(pointer), events: events, revents: 0))
            descriptors.initializeElement(at: 1, to: pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0))
            guard poll(descriptors.baseAddress, 2, limit.map(\.pollMilliseconds) ?? -1) > 0 else { return [] }
            var signs: Signs = []
            if descriptors[1].revents != 0 {
                wake.drain()
                signs.insert(.wake)
            }
            if descriptors[0].revents & Int16(POLLOUT) != 0 { signs.insert(.room) }
            // Errors and hang-ups are found by reading.
            if descriptors[0].revents & ~Int16(POLLOUT) != 0 { signs.insert(.input) }
            return signs
        }
    }

    /// Waits for a message that the server sends unasked. False when the limit passed.
    func waitForInput(atMost limit: Duration?) throws(PostgresError) -> Bool {
        let pointer = try open()
        if Task.isCancelled { throw .cancelled }
        guard wait(pointer, alsoToWrite: false, atMost: limit).contains(.input) else {
            if Task.isCancelled { throw .cancelled }
            return false
        }
        if PQconsumeInput(pointer) == 0 { throw lost() }
        return true
    }

    /// The error of a connection that libpq says is broken.
    func lost() -> PostgresError {
        let message = pointer.flatMap { PQerrorMessage($0) }.map { String(cString: $0) }
        return .connection("The connection to PostgreSQL was lost.", message: message)
    }

    private func giveUp(_ patience: borrowing Patience) -> PostgresError {
        close()
        return .connection("The connection to PostgreSQL was given up: \(patience.complaint).")
    }
}
