/// A `jsonb`: the UTF-8 of a JSON text. The server normalises it, so what comes back may be spelled differently.
public struct JSONB: Hashable, Sendable, PostgresCodable {
    /// The UTF-8 bytes of the JSON text.
    public var utf8: [UInt8]

    /// A JSON text by its UTF-8 bytes; the server checks that it is one.
    @inlinable public init(utf8: [UInt8]) {
        self.utf8 = utf8
    }

    /// A JSON text; the server checks that it is one.
    public init(_ text: String) {
        utf8 = Array(text.utf8)
    }

    /// `jsonb`.
    @inlinable public static var postgresType: PostgresType { .jsonb }

    /// A version byte, 1, then the text (`jsonb_recv` of `src/backend/utils/adt/jsonb.c`).
    @inlinable public func encode(into buffer: inout ByteWriter) {
        buffer.append(UInt8(1))
        buffer.append(bytes: utf8)
    }

    /// Reads a `jsonb`, or a `json`, whose binary form has no version byte.
    @inlinable public init(postgres field: borrowing Field) throws(PostgresError) {
        let bytes = try field.content(expected: "a jsonb")
        switch field.type {
        case 114: utf8 = Array(bytes)
        case 0 where bytes.first == 1, 3802 where bytes.first == 1: utf8 = Array(bytes.dropFirst())
        default: throw field.mismatch(expected: "a jsonb")
        }
    }
}
