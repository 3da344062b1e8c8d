import CLibPQ

extension Session {
    /// Sends several statements at once and then reads their rows: one wait instead of one each.
    ///
    /// Outside a transaction they are one transaction. Worth it for several small statements that do not need each
    /// other's results.
    /// - Throws: `PostgresError` of the first statement that failed; those after it did not run.
    public func pipeline(_ statements: [SQL]) throws(PostgresError) -> [Rows] {
        if statements.isEmpty { return [] }
        let wire = try begin()
        let pointer = try wire.open()
        guard PQenterPipelineMode(pointer) == 1 else { throw wire.lost() }
        let results: [ResultBox]
        do throws(PostgresError) {
            for sql in statements { try send(sql, prepared: nil, on: wire) }
            guard PQpipelineSync(pointer) == 1 else { throw wire.lost() }
            results = try pipelineResults(of: statements, on: wire)
        } catch {
            // Results that were not read cannot be told from those of the next statement.
            if wire.pointer == nil || PQexitPipelineMode(pointer) != 1 { close() }
            throw error
        }
        guard PQexitPipelineMode(pointer) == 1 else {
            let error = wire.lost()
            close()
            throw error
        }
        return results.map(Rows.init)
    }

    /// One result and an end for each statement, then that of the synchronisation.
    private func pipelineResults(of statements: [SQL], on wire: Wire) throws(PostgresError) -> [ResultBox] {
        var results: [ResultBox] = []
        var failure: PostgresError?
        for sql in statements {
            while let result = try wire.nextResult() {
                switch result.status {
                case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: results.append(result)
                case PGRES_PIPELINE_ABORTED: break
                case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                    close()
                    throw .usage("COPY is not possible in a pipeline.").with(sql: sql.text)
                default:
                    failure = failure ?? .server(result.pointer, sql: sql.text, isConnectionLost: !wire.isUsable)
                }
                guard wire.isUsable else { throw failure ?? wire.lost() }
            }
        }
        guard let end = try wire.nextResult(), end.status == PGRES_PIPELINE_SYNC else { throw failure ?? wire.lost() }
        if let failure { throw failure }
        return results
    }
}
