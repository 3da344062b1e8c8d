/// A statement, and what its rows are read as: so that several, of different kinds, can be asked together.
public struct SQLQuery<Value> {
    /// The statement.
    public let sql: SQL
    /// Reads its rows.
    public let read: (Rows) throws(PostgresError) -> Value

    /// A statement whose rows are read so.
    public init(_ sql: SQL, read: @escaping (Rows) throws(PostgresError) -> Value) {
        (self.sql, self.read) = (sql, read)
    }
}

extension Session {
    /// What a query's rows are read as.
    /// - Throws: `PostgresError`.
    public func ask<Value>(_ query: SQLQuery<Value>) throws(PostgresError) -> Value {
        try query.read(try self.query(query.sql))
    }

    /// What two queries' rows are read as, for one wait (``pipeline(_:)``).
    /// - Throws: `PostgresError`.
    public func ask<A, B>(_ a: SQLQuery<A>, _ b: SQLQuery<B>) throws(PostgresError) -> (A, B) {
        let rows = try pipeline([a.sql, b.sql])
        return (try a.read(rows[0]), try b.read(rows[1]))
    }

    /// What three queries' rows are read as, for one wait (``pipeline(_:)``).
    /// - Throws: `PostgresError`.
    public func ask<A, B, C>(
        _ a: SQLQuery<A>, _ b: SQLQuery<B>, _ c: SQLQuery<C>
    ) throws(PostgresError) -> (A, B, C) {
        let rows = try pipeline([a.sql, b.sql, c.sql])
        return (try a.read(rows[0]), try b.read(rows[1]), try c.read(rows[2]))
    }
}
