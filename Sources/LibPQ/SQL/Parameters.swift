/// The values of a statement in binary form, in one buffer.
struct Parameters: Sendable {
    struct Slot: Sendable {
        let type: UInt32
        /// Where the value lies in the buffer; nil for NULL.
        let range: Range<Int>?
        /// Where `$n` stands in the text, in bytes of UTF-8.
        let textOffset: Int
    }

    private(set) var slots: [Slot] = []
    private(set) var writer = ByteWriter()

    var count: Int { slots.count }
    /// Bytes of all values.
    var size: Int { writer.count }

    mutating func append<Value: PostgresEncodable>(_ value: Value, at textOffset: Int) {
        let start = writer.count
        let isNull = value.isPostgresNull
        if !isNull { value.encode(into: &writer) }
        slots.append(
            Slot(type: Value.postgresType.oid, range: isNull ? nil : start..<writer.count, textOffset: textOffset))
    }

    mutating func append(_ slot: Slot, of other: Parameters, at textOffset: Int) {
        let start = writer.count
        if let range = slot.range {
            other.writer.withUnsafeBytes { writer.append(bytes: UnsafeRawBufferPointer(rebasing: $0[range])) }
        }
        slots.append(
            Slot(type: slot.type, range: slot.range.map { _ in start..<writer.count }, textOffset: textOffset))
    }

    /// Lends the arrays libpq wants: types, pointers to values, lengths, formats (all binary).
    func withCArrays<Result>(
        _ body: (
            _ types: UnsafePointer<UInt32>?, _ values: UnsafePointer<UnsafePointer<CChar>?>?,
            _ lengths: UnsafePointer<Int32>?, _ formats: UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        if slots.isEmpty { return body(nil, nil, nil, nil) }
        let types = slots.map(\.type)
        let lengths = slots.map { Int32(truncatingIfNeeded: $0.range?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: slots.count)
        // An empty value must not be a null pointer, which would be NULL: the buffer may have no address when empty.
        let empty: [CChar] = [0]
        return writer.withUnsafeBytes { buffer in
            empty.withUnsafeBufferPointer { empty in
                let values: [UnsafePointer<CChar>?] = slots.map { slot in
                    guard let range = slot.range else { return nil }
                    guard !range.isEmpty, let base = buffer.baseAddress else { return empty.baseAddress }
                    return (base + range.lowerBound).assumingMemoryBound(to: CChar.self)
                }
                return body(types, values, lengths, formats)
            }
        }
    }
}
