/// A value that can be read from a field of a result, an array or COPY, in PostgreSQL's binary form.
///
/// A type of another module conforms by wrapping one that does:
/// ```swift
/// extension LearnerID: PostgresDecodable {
///     init(postgres field: borrowing Field) throws(PostgresError) { self.init(try UUID(postgres: field)) }
/// }
/// ```
public protocol PostgresDecodable: Sendable {
    /// - Throws: `PostgresError` of kind `.decoding` when the field is NULL or of another type or length.
    init(postgres field: borrowing Field) throws(PostgresError)
    /// Reads `[Self]`: an array, except for `UInt8`, whose list is `bytea`.
    static func decodeList(postgres field: borrowing Field) throws(PostgresError) -> [Self]
}

extension PostgresDecodable {
    /// Reads a one-dimensional array (`array_recv` of `src/backend/utils/adt/arrayfuncs.c`).
    @inlinable public static func decodeList(postgres field: borrowing Field) throws(PostgresError) -> [Self] {
        var array = try ArrayFields(field)
        var list: [Self] = []
        list.reserveCapacity(array.count)
        for _ in 0..<array.count {
            let element = try array.next()
            list.append(try Self(postgres: element))
        }
        return list
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// Nothing for NULL, else the wrapped value.
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        if field.isNull {
            self = nil
        } else {
            self = try Wrapped(postgres: field)
        }
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    /// An array, or the bytes of a `bytea`.
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        self = try Element.decodeList(postgres: field)
    }
}
