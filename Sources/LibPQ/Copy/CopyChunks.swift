/// The data of a `COPY … TO STDOUT` in chunks of about 64 KB, each fetched when it is asked for.
public struct CopyChunks: AsyncSequence, Sendable {
    let connection: Connection

    /// All iterators share the one stream of data.
    public func makeAsyncIterator() -> Iterator {
        Iterator(connection: connection)
    }

    /// Fetches chunks.
    public struct Iterator: AsyncIteratorProtocol {
        let connection: Connection

        /// The next chunk, which always ends with a whole row; nil at the end.
        /// - Throws: `PostgresError`, `CancellationError`.
        public mutating func next() async throws -> [UInt8]? {
            let connection = connection
            return try await connection.stoppable { try await connection.nextCopyChunk() }
        }
    }
}
