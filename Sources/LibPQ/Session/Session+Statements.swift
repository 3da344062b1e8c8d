import CLibPQ

extension Session {
    /// Runs a statement and answers how many rows it touched.
    /// - Throws: `PostgresError`.
    @discardableResult
    public func execute(_ sql: SQL) throws(PostgresError) -> Int {
        try rows(of: sql).affectedRows
    }

    /// Runs a statement and answers its rows, all of them in memory.
    /// - Throws: `PostgresError`.
    public func query(_ sql: SQL) throws(PostgresError) -> Rows {
        try rows(of: sql)
    }

    /// Runs several statements without values in one message. Outside a transaction they are one transaction of their
    /// own unless they say otherwise.
    /// - Throws: `PostgresError` of the first statement that failed; those after it did not run.
    public func script(_ script: SQLScript) throws(PostgresError) {
        let wire = try begin()
        guard PQsendQuery(try wire.open(), script.text) == 1 else { throw wire.lost().with(sql: script.text) }
        try drain(sql: script.text)
    }

    private func rows(of sql: SQL) throws(PostgresError) -> Rows {
        let wasInTransaction = wire?.transactionStatus == PQTRANS_INTRANS
        do throws(PostgresError) {
            return try rowsOnce(of: sql)
        } catch let error where !wasInTransaction && isStale(error) {
            // A schema change or DISCARD made the prepared statement useless; nothing ran.
            return try rowsOnce(of: sql)
        }
    }

    private func rowsOnce(of sql: SQL) throws(PostgresError) -> Rows {
        let pending = settings.pending
        if pending.isEmpty || wire?.transactionStatus == PQTRANS_INERROR {
            _ = try begin()
            return Rows(try runPrepared(sql))
        }
        guard let rows = try together([sql]).last else { throw try liveWire().lost().with(sql: sql.text) }
        return rows
    }

    /// Sends several statements at once, with the settings that are to be made, and reads what each answers.
    func together(_ statements: [SQL]) throws(PostgresError) -> [Rows] {
        let pending = settings.pending
        // Together they are one transaction, outside of one: where a statement fails, the settings are to be made again.
        let first = pending.isEmpty ? [] : [Self.setting(pending)]
        let answers = try pipelining(takingPending: true) { (pipeline) throws(PostgresError) in
            try pipeline.send(first + statements)
            return try pipeline.receive()
        }
        if !pending.isEmpty { settings.remember(pending) }
        try deallocate(self.statements.evict())
        return Array(answers.dropFirst(first.count))
    }

    /// Runs a statement by itself.
    func runPrepared(_ sql: SQL) throws(PostgresError) -> ResultBox {
        let wire = try liveWire()
        let key = StatementCache.Key(sql)
        let name: String?
        switch statements.lookUp(key, size: sql.parameters.size) {
        case .new:
            try deallocate(statements.evict())
            name = nil
        case .worthPreparing(let new):
            try deallocate(statements.evict())
            try prepare(sql, name: new)
            statements.remember(key, name: new)
            name = new
        case .prepared(let known):
            name = known
        }
        try send(sql, prepared: name, on: wire)
        do throws(PostgresError) {
            guard let last = try drain(sql: sql.text) else { throw wire.lost().with(sql: sql.text) }
            return last
        } catch {
            forgetIfStale(key, error)
            throw error
        }
    }

    /// Forgets a prepared statement that the server no longer runs.
    func forgetIfStale(_ key: StatementCache.Key, _ error: PostgresError) {
        if isStale(error) { statements.forget(key) }
    }

    func isStale(_ error: PostgresError) -> Bool {
        switch error.code {
        case PostgresError.invalidStatementName: true
        case PostgresError.featureNotSupported: error.message?.contains("cached plan") ?? false
        default: false
        }
    }

    /// Queues a statement; what does not fit the socket's buffer goes out while its answer is awaited.
    func send(_ sql: SQL, prepared name: String?, on wire: Wire) throws(PostgresError) {
        let pointer = try wire.open()
        let count = Int32(truncatingIfNeeded: sql.parameters.count)
        let sent = sql.parameters.withCArrays { types, values, lengths, formats in
            if let name {
                PQsendQueryPrepared(pointer, name, count, values, lengths, formats, 1)
            } else {
                PQsendQueryParams(pointer, sql.text, count, types, values, lengths, formats, 1)
            }
        }
        guard sent == 1 else { throw refusal(on: wire, sql: sql.text) }
    }

    private func prepare(_ sql: SQL, name: String) throws(PostgresError) {
        try sendPrepare(sql, name: name, on: try liveWire())
        try drain(sql: sql.text)
    }

    /// Queues the preparing of a statement.
    func sendPrepare(_ sql: SQL, name: String, on wire: Wire) throws(PostgresError) {
        let types = sql.parameters.slots.map(\.type)
        guard PQsendPrepare(try wire.open(), name, sql.text, Int32(types.count), types) == 1 else {
            throw refusal(on: wire, sql: sql.text)
        }
    }

    private func deallocate(_ names: [String]) throws(PostgresError) {
        if names.isEmpty || wire?.transactionStatus == PQTRANS_INERROR { return }
        try command(SQLScript(unsafeRaw: names.map { "deallocate \($0)" }.joined(separator: ";")))
    }

    /// The error of a statement that libpq would not send: a broken connection, or more than 65,535 values.
    func refusal(on wire: Wire, sql: String) -> PostgresError {
        let error = wire.lost()
        if wire.isUsable {
            return PostgresError(
                kind: .usage, summary: "libpq did not send the statement.",
                fields: ServerFields(message: error.message), sql: sql)
        }
        return error.with(sql: sql)
    }

    /// The connection with its settings as they are to be, unless the task is cancelled.
    /// - Parameter takingPending: whether the caller sends those itself that are pending.
    func begin(takingPending: Bool = false) throws(PostgresError) -> Wire {
        let wire = try liveWire()
        if Task.isCancelled, !wire.isShielded { throw .cancelled }
        if wire.transactionStatus != PQTRANS_INERROR {
            try resetStaleSettings()
            if !takingPending { try sendPendingSettings() }
        }
        return wire
    }

    /// Runs statements of this layer itself, which a cancelled task does not stop.
    @discardableResult
    func command(_ script: SQLScript) throws(PostgresError) -> String {
        let wire = try liveWire()
        wire.isShielded = true
        defer { wire.isShielded = false }
        guard PQsendQuery(try wire.open(), script.text) == 1 else { throw wire.lost().with(sql: script.text) }
        return try drain(sql: script.text)?.commandTag ?? ""
    }

    /// Reads every result of what was sent: the last one, or the first error.
    @discardableResult
    func drain(sql: String) throws(PostgresError) -> ResultBox? {
        let wire = try liveWire()
        var last: ResultBox?
        var failure: PostgresError?
        while let result = try wire.nextResult() {
            switch result.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
                last = result
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                failure = failure ?? .usage("COPY needs copyIn or copyOut.").with(sql: sql)
                try abandonCopy(result.status)
            default:
                let error = PostgresError.server(result.pointer, sql: sql, isConnectionLost: !wire.isUsable)
                failure = failure ?? error
            }
            if !wire.isUsable { break }
        }
        if let failure { throw failure }
        return last
    }
}
