/// Walks over the elements of a one-dimensional array in binary form.
@usableFromInline struct ArrayFields {
    @usableFromInline var count: Int
    @usableFromInline var elementType: UInt32
    @usableFromInline var rest: UnsafeRawBufferPointer

    /// - Throws: when the field is NULL, no array, or has several dimensions.
    @usableFromInline init(_ field: borrowing Field) throws(PostgresError) {
        rest = try field.content(expected: "an array")
        count = 0
        elementType = 0
        guard rest.count >= 12 else { throw field.mismatch(expected: "an array") }
        let dimensions = Self.take(Int32.self, from: &rest)
        _ = Self.take(Int32.self, from: &rest)
        elementType = Self.take(UInt32.self, from: &rest)
        if dimensions == 0, rest.isEmpty { return }
        guard dimensions == 1, rest.count >= 8 else { throw field.mismatch(expected: "a one-dimensional array") }
        let length = Self.take(Int32.self, from: &rest)
        _ = Self.take(Int32.self, from: &rest)
        // Each element has at least its length: a count beyond that is not an array, and nothing is reserved for it.
        guard length >= 0, Int(length) <= rest.count / 4 else { throw field.mismatch(expected: "an array") }
        count = Int(length)
    }

    @inlinable mutating func next() throws(PostgresError) -> Field {
        guard rest.count >= 4 else { throw .arrayCutShort }
        let length = Int(Self.take(Int32.self, from: &rest))
        if length < 0 { return Field(type: elementType, bytes: nil) }
        guard length <= rest.count else { throw .arrayCutShort }
        let bytes = UnsafeRawBufferPointer(rebasing: rest[..<length])
        rest = UnsafeRawBufferPointer(rebasing: rest[length...])
        return Field(type: elementType, bytes: bytes)
    }

    @inlinable static func take<Integer: FixedWidthInteger>(
        _ type: Integer.Type, from rest: inout UnsafeRawBufferPointer
    ) -> Integer {
        let value = rest.loadUnaligned(as: Integer.self)
        rest = UnsafeRawBufferPointer(rebasing: rest[MemoryLayout<Integer>.size...])
        return Integer(bigEndian: value)
    }
}

extension PostgresError {
    @usableFromInline static var arrayCutShort: PostgresError { .decoding("The array ends before its last element.") }
}
