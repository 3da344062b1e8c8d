import CLibPQ

extension Session {
    /// Sends several statements at once and then reads their rows: one wait instead of one each.
    ///
    /// Outside a transaction they are one transaction. Worth it for several small statements that do not need each
    /// other's results.
    /// - Throws: `PostgresError` of the first statement that failed; those after it did not run.
    public func pipeline(_ statements: [SQL]) throws(PostgresError) -> [Rows] {
        if statements.isEmpty { return [] }
        let wasInTransaction = wire?.transactionStatus != PQTRANS_IDLE
        do throws(PostgresError) {
            return try together(statements)
        } catch let error where !wasInTransaction && isStale(error) {
            // As for a single statement: nothing of it ran, or stayed.
            return try together(statements)
        }
    }

    /// Runs a body that sends statements before it has the answers of those it sent earlier.
    ///
    /// Answers that the body leaves are read and thrown away.
    /// - Throws: what the body throws; `PostgresError` when the connection is lost.
    public func pipelining<Value>(
        _ body: (Pipeline) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        try pipelining(takingPending: false, body)
    }

    /// As the other.
    /// - Parameter takingPending: whether the body sends the settings that are pending.
    func pipelining<Value>(
        takingPending: Bool, _ body: (Pipeline) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        let wire = try begin(takingPending: takingPending)
        guard PQenterPipelineMode(try wire.open()) == 1 else { throw wire.lost() }
        let pipeline = Pipeline(session: self, wire: wire)
        let value: Value
        do throws(PostgresError) {
            value = try body(pipeline)
            try pipeline.drain()
        } catch {
            _ = try? pipeline.drain()
            // Answers that were not read cannot be told from those of the next statement.
            if wire.pointer.map({ PQexitPipelineMode($0) != 1 }) ?? true { close() }
            throw error
        }
        guard PQexitPipelineMode(try wire.open()) == 1 else {
            let error = wire.lost()
            close()
            throw error
        }
        return value
    }
}
