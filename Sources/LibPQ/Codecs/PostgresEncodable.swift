/// A value that can be a parameter, a field of COPY or an element of an array, in PostgreSQL's binary form.
///
/// A type of another module conforms by wrapping one that does:
/// ```swift
/// extension LearnerID: PostgresEncodable {
///     static var postgresType: PostgresType { .uuid }
///     func encode(into buffer: inout ByteWriter) { uuid.encode(into: &buffer) }
/// }
/// ```
/// `Optional` and one-dimensional `Array` conform when their content does; `[UInt8]` is `bytea`.
public protocol PostgresEncodable: Sendable {
    /// The type the server is told.
    static var postgresType: PostgresType { get }
    /// Appends the value's content, without a length. Not called when `isPostgresNull`.
    func encode(into buffer: inout ByteWriter)
    /// Whether this is SQL's NULL. False unless said otherwise.
    var isPostgresNull: Bool { get }
    /// The type of `[Self]`: the array of `postgresType`, except for `UInt8`.
    static var postgresListType: PostgresType { get }
    /// Appends the content of `[Self]`: an array, except for `UInt8`, whose list is `bytea`.
    static func encode(list: [Self], into buffer: inout ByteWriter)
}

extension PostgresEncodable {
    /// False: only `Optional` and wrappers of it are NULL.
    @inlinable public var isPostgresNull: Bool { false }

    /// The array of `postgresType`.
    @inlinable public static var postgresListType: PostgresType { postgresType.array }

    /// A one-dimensional array (`array_send` of `src/backend/utils/adt/arrayfuncs.c`): dimensions, whether there are
    /// NULLs, the type of the elements, length and lower bound of the dimension, and the elements.
    @inlinable public static func encode(list: [Self], into buffer: inout ByteWriter) {
        buffer.append(Int32(list.isEmpty ? 0 : 1))
        let flagsAt = buffer.count
        buffer.append(Int32(0))
        buffer.append(postgresType.oid)
        if list.isEmpty { return }
        buffer.append(Int32(truncatingIfNeeded: list.count))
        buffer.append(Int32(1))
        var hasNull = false
        for element in list {
            buffer.appendField(element)
            hasNull = hasNull || element.isPostgresNull
        }
        if hasNull { buffer.overwrite(Int32(1), at: flagsAt) }
    }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// The type of what is wrapped.
    @inlinable public static var postgresType: PostgresType { Wrapped.postgresType }

    /// Whether there is nothing, or what is there is NULL.
    @inlinable public var isPostgresNull: Bool {
        guard let self else { return true }
        return self.isPostgresNull
    }

    /// Appends what is wrapped.
    @inlinable public func encode(into buffer: inout ByteWriter) {
        self?.encode(into: &buffer)
    }
}

extension Array: PostgresEncodable where Element: PostgresEncodable {
    /// The array type of the elements; `bytea` of `UInt8`.
    @inlinable public static var postgresType: PostgresType { Element.postgresListType }

    /// Appends the array, or the bytes of a `bytea`.
    @inlinable public func encode(into buffer: inout ByteWriter) {
        Element.encode(list: self, into: &buffer)
    }
}
