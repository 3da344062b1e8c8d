/// One growing buffer that values append their binary form to: network byte order, no allocation per value.
public struct ByteWriter: Sendable {
    /// What was written.
    public var bytes: [UInt8] { storage }

    @usableFromInline var storage: [UInt8] = []

    /// An empty buffer.
    public init() {}

    /// How many bytes were written.
    @inlinable public var count: Int { storage.count }

    /// Makes room for `count` bytes in all.
    @inlinable public mutating func reserveCapacity(_ count: Int) {
        storage.reserveCapacity(count)
    }

    /// Appends an integer, most significant byte first.
    @inlinable public mutating func append<Integer: FixedWidthInteger>(_ value: Integer) {
        withUnsafeBytes(of: value.bigEndian) { storage.append(contentsOf: $0) }
    }

    /// Appends bytes as they are.
    @inlinable public mutating func append(bytes: UnsafeRawBufferPointer) {
        storage.append(contentsOf: bytes)
    }

    /// Appends bytes as they are.
    @inlinable public mutating func append(bytes: [UInt8]) {
        storage.append(contentsOf: bytes)
    }

    /// Appends the UTF-8 of a text.
    @inlinable public mutating func append(utf8 text: String) {
        var text = text
        text.withUTF8 { storage.append(contentsOf: UnsafeRawBufferPointer($0)) }
    }

    /// Appends a value as its length in four bytes and its content, or -1 for NULL: the form of a field in arrays,
    /// in COPY and in records.
    @inlinable public mutating func appendField<Value: PostgresEncodable>(_ value: Value) {
        if value.isPostgresNull { return append(Int32(-1)) }
        let start = storage.count
        append(Int32(0))
        value.encode(into: &self)
        overwrite(Int32(truncatingIfNeeded: storage.count - start - 4), at: start)
    }

    @inlinable mutating func overwrite<Integer: FixedWidthInteger>(_ value: Integer, at offset: Int) {
        storage.withUnsafeMutableBytes { $0.storeBytes(of: value.bigEndian, toByteOffset: offset, as: Integer.self) }
    }

    /// Empties the buffer and keeps its memory.
    public mutating func removeAll() {
        storage.removeAll(keepingCapacity: true)
    }
}
