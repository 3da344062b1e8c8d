extension Connection {
    /// Runs `COPY … FROM STDIN`, fed by a sequence of chunks in the format the statement names; answers how many rows
    /// went in. The next chunk is asked for when the server has taken the one before. When the sequence throws, no row
    /// went in.
    /// - Throws: `PostgresError`, what the sequence throws, `CancellationError`.
    public nonisolated func copyIn<Chunks: AsyncSequence>(
        _ sql: SQL, from chunks: Chunks
    ) async throws -> Int where Chunks.Element == [UInt8] {
        try await stoppable { try await self.startCopyIn(sql) }
        do {
            for try await chunk in chunks {
                try await stoppable { try await self.put(chunk) }
            }
            try Task.checkCancellation()
        } catch {
            _ = try await finishCopyIn(sql, failing: true)
            throw error
        }
        return try await stoppable { try await self.finishCopyIn(sql, failing: false) }
    }

    /// Runs `COPY … TO STDOUT` and lends its data as a sequence of chunks of about 64 KB. Nothing is read ahead of the
    /// body; when it leaves early the server is told to stop.
    /// - Throws: `PostgresError`, what the body throws, `CancellationError`.
    public nonisolated func copyOut<Value>(
        _ sql: SQL, _ body: (CopyChunks) async throws -> Value
    ) async throws -> Value {
        try await stoppable { try await self.startCopyOut(sql) }
        let value: Value
        do {
            value = try await body(CopyChunks(connection: self))
        } catch {
            await stopCopyOut()
            throw error
        }
        await stopCopyOut()
        return value
    }

    private func startCopyIn(_ sql: SQL) throws {
        try refuseDuringCopy()
        try session.makeReady()
        do {
            _ = try session.beginCopyIn(sql)
        } catch {
            _ = try? session.restore()
            throw error
        }
        isCopying = true
    }

    private func put(_ chunk: [UInt8]) throws {
        try chunk.withUnsafeBytes { try session.put($0) }
    }

    private func finishCopyIn(_ sql: SQL, failing: Bool) throws -> Int {
        isCopying = false
        defer { _ = try? session.restore() }
        return try session.endCopyIn(failing: failing, sql: sql.text)
    }

    private func startCopyOut(_ sql: SQL) throws {
        try refuseDuringCopy()
        try session.makeReady()
        do {
            try session.beginCopyOut(sql)
        } catch {
            _ = try? session.restore()
            throw error
        }
        isCopying = true
    }

    /// Messages until there are 64 KB of them; nil at the end.
    func nextCopyChunk() throws -> [UInt8]? {
        guard isCopying else { return nil }
        do {
            let chunk = try session.copyOutChunk(ofAtLeast: 1 << 16)
            if chunk == nil { isCopying = false }
            return chunk
        } catch {
            isCopying = false
            _ = try? session.restore()
            throw error
        }
    }

    private func stopCopyOut() {
        guard isCopying else { return }
        isCopying = false
        _ = try? session.abandonCopyOut()
        _ = try? session.restore()
    }
}
