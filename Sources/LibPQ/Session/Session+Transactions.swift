import CLibPQ

extension Session {
    /// Runs a body whose statements each commit by themselves.
    func autocommit<Value>(_ body: (Session) throws -> Value) throws -> Value {
        try makeReady()
        let value: Value
        do {
            value = try body(self)
        } catch {
            _ = try? restore()
            throw error
        }
        guard try restore() else {
            throw PostgresError.usage(
                "A transaction was left open by BEGIN inside `run`, and was rolled back: use `transaction`.")
        }
        return value
    }

    /// Runs a body in one transaction: committed when it returns, rolled back when it throws.
    func transaction<Value>(beginning begin: SQLScript, _ body: (Session) throws -> Value) throws -> Value {
        try makeReady()
        let remembered = settings
        do throws(PostgresError) {
            try command(begin)
        } catch let error where error.kind == .connection {
            _ = try? restore()
            throw error.with(isBeforeStart: true)
        }
        do {
            let value = try body(self)
            if Task.isCancelled { throw PostgresError.cancelled }
            try commit()
            return value
        } catch {
            settings = remembered
            _ = try? restore()
            throw error
        }
    }

    private func commit() throws(PostgresError) {
        switch try liveWire().transactionStatus {
        case PQTRANS_INTRANS: break
        case PQTRANS_INERROR:
            throw .usage("A statement of the transaction failed and its error was swallowed: nothing was committed.")
        default:
            throw .usage("The transaction was ended inside its body: leave COMMIT and ROLLBACK to `transaction`.")
        }
        do throws(PostgresError) {
            try command("commit")
        } catch let error where error.kind == .connection {
            throw PostgresError(
                kind: .connection, code: error.code,
                summary: "The connection was lost during COMMIT: whether the transaction took effect is unknown.",
                fields: ServerFields(message: error.message), sql: error.sql)
        }
    }

    /// Refuses work on a connection that died while idle, before anything of it is sent.
    func makeReady() throws(PostgresError) {
        if Task.isCancelled { throw .cancelled }
        settings.enter(lease: lease.withLock { $0 })
        guard let wire else { throw PostgresError.closed.with(isBeforeStart: true) }
        guard !wire.hasDied(), notices?.hasSaidGoodbye != true else {
            let error = wire.lost().with(isBeforeStart: true)
            close()
            throw error
        }
    }

    /// Leaves the connection idle, or closes it when that cannot be. Whether it was idle already.
    @discardableResult
    func restore() throws(PostgresError) -> Bool {
        guard let wire, wire.isUsable else {
            close()
            return true
        }
        switch wire.transactionStatus {
        case PQTRANS_IDLE:
            return true
        case PQTRANS_INTRANS, PQTRANS_INERROR:
            do throws(PostgresError) {
                try command("rollback")
            } catch {
                close()
                throw error
            }
            return false
        default:
            close()
            return false
        }
    }
}
