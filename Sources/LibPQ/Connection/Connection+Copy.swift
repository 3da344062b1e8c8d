extension Connection {
    /// Runs `COPY … FROM STDIN`, fed by a sequence of chunks in the format the statement names; answers how many rows
    /// went in. The next chunk is asked for when the server has taken the one before. When the sequence throws, no row
    /// went in.
    /// - Throws: `PostgresError`, what the sequence throws, `CancellationError`.
    public func copyIn<Chunks: AsyncSequence & Sendable>(
        _ sql: SQL, from chunks: Chunks
    ) async throws -> Int where Chunks.Element == [UInt8] {
        try await cancellable {
            try session.makeReady()
            _ = try session.beginCopyIn(sql)
            isCopying = true
        }
        defer { isCopying = false }
        do {
            for try await chunk in chunks {
                try await blocking { try chunk.withUnsafeBytes { try session.put($0) } }
            }
            try Task.checkCancellation()
        } catch {
            defer { _ = try? session.restore() }
            try session.endCopyIn(failing: true, sql: sql.text)
            throw error
        }
        return try await blocking {
            defer { _ = try? session.restore() }
            return try session.endCopyIn(failing: false, sql: sql.text)
        }
    }

    /// Runs `COPY … TO STDOUT` and lends its data as a sequence of chunks of about 64 KB. Nothing is read ahead of the
    /// body; when it leaves early the server is told to stop.
    /// - Throws: `PostgresError`, what the body throws, `CancellationError`.
    public nonisolated func copyOut<Value>(
        _ sql: SQL, _ body: (CopyChunks) async throws -> Value
    ) async throws -> Value {
        try await startCopyOut(sql)
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

    private func startCopyOut(_ sql: SQL) async throws {
        try await cancellable {
            try session.makeReady()
            try session.beginCopyOut(sql)
            isCopying = true
        }
    }

    /// Messages until there are 64 KB of them; nil at the end.
    func nextCopyChunk() async throws -> [UInt8]? {
        guard isCopying else { return nil }
        do {
            let chunk = try await blocking { try session.copyOutChunk(ofAtLeast: 1 << 16) }
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
