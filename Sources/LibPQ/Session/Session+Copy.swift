import CLibPQ

extension Session {
    /// Runs `COPY … FROM STDIN`, fed by the body; answers how many rows went in. When the body throws, none did.
    ///
    /// ```swift
    /// try session.copyIn("copy t (a, b) from stdin (format binary)") { copy in
    ///     for item in items { try copy.row { $0.append(item.a); $0.append(item.b) } }
    /// }
    /// ```
    /// - Throws: `PostgresError`, and what the body throws.
    public func copyIn(_ sql: SQL, _ body: (inout CopyWriter) throws -> Void) throws -> Int {
        var writer = CopyWriter(session: self, isBinary: try beginCopyIn(sql))
        do {
            try body(&writer)
            try writer.finish()
        } catch {
            try endCopyIn(failing: true, sql: sql.text)
            throw error
        }
        return try endCopyIn(failing: false, sql: sql.text)
    }

    /// Runs `COPY … TO STDOUT` and hands over its data one message, that is one row, at a time.
    /// - Throws: `PostgresError`, and what the body throws; the rest of the data is then not sent.
    public func copyOut(_ sql: SQL, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try beginCopyOut(sql)
        do {
            while let message = try liveWire().nextCopyMessage() {
                defer { PQfreemem(message.baseAddress) }
                try body(UnsafeRawBufferPointer(message))
            }
        } catch {
            try abandonCopyOut()
            throw error
        }
        try drain(sql: sql.text)
    }

    /// Runs a binary `COPY … TO STDOUT` and hands over its rows one at a time, without allocating for each.
    ///
    /// ```swift
    /// try session.copyRows("copy (select position, learner from log.event) to stdout (format binary)") { row in
    ///     fold(try row.int64(at: 0), try row.uuid(at: 1))
    /// }
    /// ```
    /// - Throws: `PostgresError`, and what the body throws; the rest of the data is then not sent.
    public func copyRows(_ sql: SQL, _ body: (borrowing BinaryRow) throws -> Void) throws {
        let reader = BinaryCopyReader()
        try copyOut(sql) { try reader.read($0, body) }
        try reader.finish()
    }

    /// Starts COPY in; whether its data is binary.
    func beginCopyIn(_ sql: SQL) throws(PostgresError) -> Bool {
        let result = try beginCopy(sql, expecting: PGRES_COPY_IN, advice: "copyIn needs COPY … FROM STDIN.")
        return PQbinaryTuples(result.pointer) == 1
    }

    func beginCopyOut(_ sql: SQL) throws(PostgresError) {
        _ = try beginCopy(sql, expecting: PGRES_COPY_OUT, advice: "copyOut needs COPY … TO STDOUT.")
    }

    private func beginCopy(
        _ sql: SQL, expecting status: ExecStatusType, advice: String
    ) throws(PostgresError) -> ResultBox {
        let wire = try begin()
        try send(sql, prepared: nil, on: wire)
        guard let result = try wire.nextResult() else { throw wire.lost().with(sql: sql.text) }
        if result.status == status { return result }
        var failure = PostgresError.usage(advice).with(sql: sql.text)
        switch result.status {
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: try abandonCopy(result.status)
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: break
        default: failure = .server(result.pointer, sql: sql.text, isConnectionLost: !wire.isUsable)
        }
        _ = try? drain(sql: sql.text)
        throw failure
    }

    /// Sends data of COPY in and waits until the server took it: the producer goes no faster than the server.
    func put(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) {
        let wire = try begin()
        let pointer = try wire.open()
        var rest = bytes
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.copyPart))
            guard PQputCopyData(pointer, part.assumingMemoryBound(to: CChar.self).baseAddress, Int32(part.count)) == 1
            else { throw wire.lost() }
            try wire.flush()
            // libpq drops what it cannot send and tells only through the status.
            guard wire.isUsable else { throw wire.lost() }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
        }
    }

    /// How much goes into one message, far below libpq's 1 GB.
    private static let copyPart = 1 << 20

    /// Ends COPY in; the rows that went in. After a failure of the producer the server's error
    /// is thrown only when it is not the one we caused.
    @discardableResult
    func endCopyIn(failing: Bool, sql: String) throws(PostgresError) -> Int {
        let wire = try liveWire()
        guard wire.isUsable else { throw wire.lost().with(sql: sql) }
        wire.isShielded = failing
        defer { wire.isShielded = false }
        guard PQputCopyEnd(try wire.open(), failing ? "the producer failed" : nil) == 1 else {
            throw wire.lost().with(sql: sql)
        }
        do {
            return try drain(sql: sql)?.affectedRows ?? 0
        } catch let error where failing && error.kind != .connection {
            // The server refused because we asked it to, unless it had an error of its own first (the producer then
            // only met that one's consequence).
            if error.code == PostgresError.queryCancelled { return 0 }
            throw error
        }
    }

    /// Messages of COPY out until they are this many bytes; nil at the end.
    func copyOutChunk(ofAtLeast size: Int) throws(PostgresError) -> [UInt8]? {
        var chunk: [UInt8] = []
        chunk.reserveCapacity(size + size / 8)
        while chunk.count < size {
            guard let message = try liveWire().nextCopyMessage() else { break }
            defer { PQfreemem(message.baseAddress) }
            chunk.append(contentsOf: message)
        }
        if chunk.isEmpty { try drain(sql: "") }
        return chunk.isEmpty ? nil : chunk
    }

    /// Stops COPY out early: the server is asked to end, and what is on its way is thrown away.
    func abandonCopyOut() throws(PostgresError) {
        guard let wire, wire.isUsable else { return close() }
        wire.isShielded = true
        defer { wire.isShielded = false }
        let cancel = CancelRequest(try wire.open(), interval: .zero)
        while let message = try wire.nextCopyMessage() { PQfreemem(message.baseAddress) }
        guard cancel.finish(atMost: .seconds(10)) else { return close() }
        _ = try? drain(sql: "")
    }

    /// Ends a COPY that was begun by a statement that should not have been one.
    func abandonCopy(_ status: ExecStatusType) throws(PostgresError) {
        let wire = try liveWire()
        switch status {
        case PGRES_COPY_IN:
            _ = PQputCopyEnd(try wire.open(), "COPY needs copyIn")
        case PGRES_COPY_OUT:
            while let message = try wire.nextCopyMessage() { PQfreemem(message.baseAddress) }
        default:
            close()
        }
    }
}
