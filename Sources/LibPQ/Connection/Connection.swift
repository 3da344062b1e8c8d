/// One connection to PostgreSQL: an actor on a thread of its own, with blocking libpq inside.
///
/// Work is a synchronous closure that gets a `Session`, so no transaction is ever held over an `await`:
/// ```swift
/// let connection = try await Connection.connect(ConnectionOptions(["dbname": "waymark"]))
/// let names = try await connection.read { try $0.query("select name from log.tenant").column(as: String.self) }
/// ```
/// Cancelling the task cancels the statement on the server and throws `CancellationError`; the connection stays usable.
public actor Connection {
    nonisolated let executor: ThreadExecutor
    private let wake: WakePipe
    private let broken: Monitor<Bool>
    private let lease: Monitor<UInt64>
    let session: Session
    /// True between the steps of an asynchronous COPY, when another task may get in.
    var isCopying = false

    /// The connection's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Connects.
    /// - Throws: `PostgresError` of kind `.connection` that says why not.
    ///
    /// libpq blocks the connection's thread while it connects. A cancelled task does not wait for that: the connection
    /// closes itself when it is made.
    public static func connect(_ options: ConnectionOptions) async throws -> Connection {
        let connection = try Connection(options)
        let caller = Monitor<CheckedContinuation<Void, any Error>?>(nil)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                caller.withLock { $0 = continuation }
                if Task.isCancelled { caller.withLock { $0.take() }?.resume(throwing: CancellationError()) }
                Task {
                    let result = await connection.openResult()
                    if let caller = caller.withLock({ $0.take() }) {
                        caller.resume(with: result)
                    } else {
                        await connection.close()
                    }
                }
            }
        } onCancel: {
            caller.withLock { $0.take() }?.resume(throwing: CancellationError())
        }
        return connection
    }

    private init(_ options: ConnectionOptions) throws(PostgresError) {
        executor = ThreadExecutor()
        wake = try WakePipe()
        broken = Monitor(false)
        lease = Monitor(0)
        session = Session(options: options, wake: wake, isBroken: broken, lease: lease)
    }

    deinit {
        executor.end()
    }

    private func openResult() -> Result<Void, any Error> {
        Result { try session.open() }
    }

    /// Closes the connection and lets its thread go. Calls after this throw.
    public func close() {
        session.close()
        executor.end()
    }

    /// Whether the connection was lost or closed and can never be used again.
    public nonisolated var isBroken: Bool { broken.withLock { $0 } }

    /// Runs a body in which each statement commits by itself.
    /// - Throws: what the body throws; `CancellationError` when the task is cancelled.
    public nonisolated func run<Value: Sendable>(
        _ body: @Sendable (Session) throws -> Value
    ) async throws -> Value {
        try await stoppable { try await self.autocommit(body) }
    }

    /// Runs a body in one read-only transaction that sees one state of the database throughout.
    /// - Throws: what the body throws; `CancellationError` when the task is cancelled.
    public nonisolated func read<Value: Sendable>(
        _ body: @Sendable (Session) throws -> Value
    ) async throws -> Value {
        try await stoppable {
            try await self.transact(beginning: "begin isolation level repeatable read read only", body)
        }
    }

    /// Runs a body in one transaction: committed when it returns, rolled back when it throws.
    ///
    /// The body may run again, up to `retries` times, when the server answers 40001 or 40P01: it must have no effect
    /// outside the database.
    /// - Throws: what the body throws; `CancellationError` when the task is cancelled before COMMIT.
    public nonisolated func transaction<Value: Sendable>(
        isolation: Isolation = .readCommitted, retries: Int = 0, _ body: @Sendable (Session) throws -> Value
    ) async throws -> Value {
        var attempt = 0
        while true {
            do {
                return try await stoppable { try await self.transact(beginning: isolation.begin, body) }
            } catch let error as PostgresError where error.isWorthRetrying && attempt < retries {
                attempt += 1
                try await Task.sleep(for: .milliseconds(1 << min(attempt, 6)))
            }
        }
    }

    /// Synchronous, so that all of it runs on the connection's thread and nothing gets in between.
    private func autocommit<Value: Sendable>(_ body: @Sendable (Session) throws -> Value) throws -> Value {
        try refuseDuringCopy()
        return try session.autocommit(body)
    }

    /// Synchronous, so that all of it runs on the connection's thread and nothing gets in between.
    private func transact<Value: Sendable>(
        beginning begin: SQLScript, _ body: @Sendable (Session) throws -> Value
    ) throws -> Value {
        try refuseDuringCopy()
        return try session.transaction(beginning: begin, body)
    }

    func refuseDuringCopy() throws(PostgresError) {
        guard !isCopying else {
            throw .usage("The connection is in the middle of a COPY: use another one meanwhile.")
        }
    }

    /// Called by the pool when it lends the connection: settings of the borrower before are no longer in force.
    nonisolated func beginLease() {
        lease.withLock { $0 += 1 }
    }

    /// Runs work that blocks this connection's thread so that cancelling the task wakes it.
    ///
    /// The work must be a call of a synchronous method of this actor: a closure would run on whatever thread asked.
    nonisolated func stoppable<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await withTaskCancellationHandler {
                try await work()
            } onCancel: { [wake] in
                wake.signal()
            }
        } catch let error as PostgresError where error.kind == .cancelled && Task.isCancelled {
            throw CancellationError()
        }
    }
}

extension PostgresError {
    fileprivate var isWorthRetrying: Bool {
        code == PostgresError.serializationFailure || code == PostgresError.deadlockDetected
    }
}
