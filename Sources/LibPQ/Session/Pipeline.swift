import CLibPQ

/// Statements under way of which the answers come later, in order. It lives only inside ``Session/pipelining(_:)``.
public final class Pipeline {
    /// One `send`: statements of which the server is to be synchronised after the last.
    private struct Batch {
        struct Statement {
            let sql: SQL
            let key: StatementCache.Key
            /// The name it is prepared under, if it is.
            let name: String?
            /// Whether this batch prepares it.
            let isPrepared: Bool
        }
        let statements: [Statement]

        /// Those that are prepared first.
        var preparing: [Statement] { statements.filter(\.isPrepared) }
    }

    private unowned let session: Session
    private let wire: Wire
    private var underWay: ArraySlice<Batch> = []
    private var patience: Patience

    init(session: Session, wire: Wire) {
        self.session = session
        self.wire = wire
        patience = wire.newPatience()
    }

    /// How many sends have no answer yet.
    public var count: Int { underWay.count }

    /// Sends statements without waiting. Outside a transaction those of one send are one transaction, and what goes
    /// wrong in it does not touch the next. Those met before, and those with large values, are prepared first: what they
    /// name must exist before this send.
    /// - Throws: `PostgresError` when the connection is lost.
    public func send(_ statements: [SQL]) throws(PostgresError) {
        if Task.isCancelled { throw .cancelled }
        let batch = Batch(statements: statements.map(lookUp))
        // What is prepared is so before anything runs, and synchronised: in the middle of a statement that it is given
        // piece by piece the server waits without a limit.
        let preparing = batch.preparing
        for statement in preparing { try session.sendPrepare(statement.sql, name: statement.name ?? "", on: wire) }
        if !preparing.isEmpty { try synchronise() }
        for statement in batch.statements { try session.send(statement.sql, prepared: statement.name, on: wire) }
        try synchronise()
        if underWay.isEmpty { patience.noteSign() }
        underWay.append(batch)
        try wire.flushWithoutWaiting()
    }

    private func lookUp(_ sql: SQL) -> Batch.Statement {
        let key = StatementCache.Key(sql)
        switch session.statements.lookUp(key, size: sql.parameters.size) {
        case .new: return Batch.Statement(sql: sql, key: key, name: nil, isPrepared: false)
        case .prepared(let name): return Batch.Statement(sql: sql, key: key, name: name, isPrepared: false)
        case .worthPreparing(let name):
            // For those sent after it; forgotten again when it fails.
            session.statements.remember(key, name: name)
            return Batch.Statement(sql: sql, key: key, name: name, isPrepared: true)
        }
    }

    private func synchronise() throws(PostgresError) {
        guard PQpipelineSync(try wire.open()) == 1 else { throw wire.lost() }
    }

    /// Waits until the next answer begins to arrive, or this connection's ``Session/wake`` is signalled, or the limit
    /// passes; false for the last. With `send` and `receive` this makes a loop that waits for both ends.
    /// - Throws: `PostgresError` when the connection is lost, or the server owes an answer and is silent for too long.
    package func wait(atMost limit: Duration?) throws(PostgresError) -> Bool {
        try wire.waitForSign(atMost: limit, isAnswerDue: !underWay.isEmpty, &patience)
    }

    /// Whether the next answer has begun to arrive, so that `receive` need not wait for long.
    package var isAnswered: Bool {
        guard !underWay.isEmpty, let pointer = wire.pointer else { return false }
        return PQisBusy(pointer) == 0
    }

    /// The rows of the statements that were sent first of those without an answer.
    /// - Throws: `PostgresError` of the first statement that failed; none of that send took effect, what was sent
    ///   after it does.
    public func receive() throws(PostgresError) -> [Rows] {
        guard let batch = underWay.popFirst() else { return [] }
        var results: [ResultBox] = []
        var failure: PostgresError?
        let preparing = batch.preparing
        for statement in preparing where try !readResults(of: statement.sql, into: { _ in }, &failure) {
            session.statements.forget(statement.key)
        }
        if !preparing.isEmpty { try readSynchronisation(&failure) }
        for statement in batch.statements
        where try !readResults(of: statement.sql, into: { results.append($0) }, &failure) {
            if let failure { session.forgetIfStale(statement.key, failure) }
        }
        try readSynchronisation(&failure)
        if let failure { throw failure }
        return results.map(Rows.init)
    }

    /// Reads up to the end of what was synchronised; what goes wrong in the commit is told before it.
    private func readSynchronisation(_ failure: inout PostgresError?) throws(PostgresError) {
        while true {
            guard let end = try wire.nextResult() else {
                guard wire.isUsable else { throw failure ?? wire.lost() }
                continue
            }
            if end.status == PGRES_PIPELINE_SYNC { return }
            failure = failure ?? .server(end.pointer, sql: "commit", isConnectionLost: !wire.isUsable)
            guard wire.isUsable else { throw failure ?? wire.lost() }
        }
    }

    /// Reads the results of one statement and their end; whether it succeeded.
    private func readResults(
        of sql: SQL, into take: (ResultBox) -> Void, _ failure: inout PostgresError?
    ) throws(PostgresError) -> Bool {
        var succeeded = true
        while let result = try wire.nextResult() {
            switch result.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: take(result)
            case PGRES_PIPELINE_ABORTED: succeeded = false
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                session.close()
                throw .usage("COPY is not possible in a pipeline.").with(sql: sql.text)
            default:
                succeeded = false
                failure = failure ?? .server(result.pointer, sql: sql.text, isConnectionLost: !wire.isUsable)
            }
            guard wire.isUsable else { throw failure ?? wire.lost() }
        }
        return succeeded
    }

    /// Reads what the body left.
    func drain() throws(PostgresError) {
        while !underWay.isEmpty {
            do throws(PostgresError) {
                _ = try receive()
            } catch {
                guard wire.isUsable else { throw error }
            }
        }
    }
}
