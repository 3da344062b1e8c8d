/// Up to `size` connections for many tasks: made when needed, given out first come first served, replaced when lost.
///
/// Waiting for a connection ends with `CancellationError` when the task is cancelled. A connection that died while
/// idle, for instance because the server was restarted, is replaced before anything is sent on it.
public final class Pool: Sendable {
    private typealias Grant = PoolGrant<Connection>
    private typealias State = PoolState<Connection, CheckedContinuation<Grant, any Error>>

    /// How to connect.
    public let options: ConnectionOptions
    /// The most connections there can be.
    public let size: Int
    private let state: Monitor<State>

    /// A pool without connections yet. `size` is at least 1.
    public init(_ options: ConnectionOptions, size: Int) {
        self.options = options
        self.size = size
        state = Monitor(State(size: size))
    }

    /// As `run` of `Connection`.
    public func run<Value: Sendable>(_ body: @Sendable (Session) throws -> Value) async throws -> Value {
        try await attempt { try await $0.run(body) }
    }

    /// As `read` of `Connection`.
    public func read<Value: Sendable>(_ body: @Sendable (Session) throws -> Value) async throws -> Value {
        try await attempt { try await $0.read(body) }
    }

    /// As `transaction` of `Connection`.
    public func transaction<Value: Sendable>(
        isolation: Isolation = .readCommitted, retries: Int = 0, _ body: @Sendable (Session) throws -> Value
    ) async throws -> Value {
        try await attempt { try await $0.transaction(isolation: isolation, retries: retries, body) }
    }

    /// Lends one connection for several steps, such as an asynchronous COPY. It must not be used after the body.
    public func withConnection<Value>(_ body: (Connection) async throws -> Value) async throws -> Value {
        let connection = try await lease()
        connection.beginLease()
        defer { giveBack(connection.isBroken ? nil : connection) }
        return try await body(connection)
    }

    /// Closes the idle connections at once and the others when they come back; refuses whoever waits or comes later.
    public func close() async {
        let (waiters, connections) = state.withLock { $0.close() }
        for waiter in waiters { waiter.resume(returning: .closed) }
        for connection in connections { await connection.close() }
    }

    /// How many tasks wait for a connection, and how many connections there are: for metrics and tests.
    public var load: (waiting: Int, connections: Int, idle: Int) {
        state.withLock { ($0.waiting, $0.total, $0.idleCount) }
    }

    /// Does the work, again on another connection as long as the one leased turns out to have died before it began.
    private func attempt<Value>(_ work: (Connection) async throws -> Value) async throws -> Value {
        var stale = 0
        while true {
            do {
                return try await withConnection(work)
            } catch let error as PostgresError where error.isBeforeStart && stale < size {
                stale += 1
            }
        }
    }

    private func lease() async throws -> Connection {
        try Task.checkCancellation()
        switch try await grant() {
        case .use(let connection): return connection
        case .closed: throw PostgresError.usage("The pool is closed.")
        case .connect:
            do {
                return try await Connection.connect(options)
            } catch {
                giveBack(nil)
                throw error
            }
        }
    }

    private func grant() async throws -> Grant {
        let (atOnce, ticket) = state.withLock { ($0.request(), $0.nextTicket()) }
        if let atOnce { return atOnce }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Grant, any Error>? = state.withLock { state in
                    // The handler may have run before there was anything to take out of the queue.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if let grant = state.request() { return .success(grant) }
                    state.enqueue(continuation, ticket: ticket)
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            state.withLock { $0.cancel(ticket: ticket) }?.resume(throwing: CancellationError())
        }
    }

    private func giveBack(_ connection: Connection?) {
        let (next, toClose) = state.withLock { $0.giveBack(connection) }
        if let (waiter, grant) = next { waiter.resume(returning: grant) }
        if let toClose { Task { await toClose.close() } }
    }
}
