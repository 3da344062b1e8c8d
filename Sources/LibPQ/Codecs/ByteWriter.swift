import Foundation

/// One growing buffer that values append their binary form to: network byte order, no allocation per value.
public struct ByteWriter: Sendable {
    /// What was written, and room for more. Values are stored in their places: millions of small ones are appended a second,
    /// and to an array each goes through its general append.
    @usableFromInline var storage: [UInt8] = []
    /// How many bytes were written.
    public private(set) var count = 0

    /// An empty buffer.
    public init() {}

    /// A copy of what was written.
    public var bytes: [UInt8] { Array(storage[..<count]) }

    /// Lends what was written.
    @inlinable public func withUnsafeBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try storage.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// Makes room for so many bytes in all.
    public mutating func reserveCapacity(_ capacity: Int) {
        if capacity <= storage.count { return }
        // Whole pieces of memory are copied and cleared: byte by byte, a debug build takes seconds for it.
        storage = [UInt8](unsafeUninitializedCapacity: capacity) { room, initialized in
            withUnsafeBytes { UnsafeMutableRawBufferPointer(room).copyMemory(from: $0) }
            if let start = room.baseAddress { memset(start + count, 0, capacity - count) }
            initialized = capacity
        }
    }

    /// Appends an integer, most significant byte first.
    @inlinable public mutating func append<Integer: FixedWidthInteger>(_ value: Integer) {
        let start = advance(by: MemoryLayout<Integer>.size)
        overwrite(value, at: start)
    }

    /// Appends bytes as they are.
    @inlinable public mutating func append(bytes: UnsafeRawBufferPointer) {
        let start = advance(by: bytes.count)
        storage.withUnsafeMutableBytes {
            UnsafeMutableRawBufferPointer(rebasing: $0[start..<start + bytes.count]).copyMemory(from: bytes)
        }
    }

    /// Appends bytes as they are.
    @inlinable public mutating func append(bytes: [UInt8]) {
        bytes.withUnsafeBytes { append(bytes: $0) }
    }

    /// Appends what another buffer holds.
    public mutating func append(_ other: ByteWriter) {
        other.withUnsafeBytes { append(bytes: $0) }
    }

    /// Appends the UTF-8 of a text.
    @inlinable public mutating func append(utf8 text: String) {
        var text = text
        text.withUTF8 { append(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Appends a value as its length in four bytes and its content, or -1 for NULL: the form of a field in arrays,
    /// in COPY and in records.
    @inlinable public mutating func appendField<Value: PostgresEncodable>(_ value: Value) {
        if value.isPostgresNull { return append(Int32(-1)) }
        let start = count
        append(Int32(0))
        value.encode(into: &self)
        overwrite(Int32(truncatingIfNeeded: count - start - 4), at: start)
    }

    @inlinable mutating func overwrite<Integer: FixedWidthInteger>(_ value: Integer, at offset: Int) {
        storage.withUnsafeMutableBytes { $0.storeBytes(of: value.bigEndian, toByteOffset: offset, as: Integer.self) }
    }

    /// Empties the buffer and keeps its memory.
    public mutating func removeAll() { count = 0 }

    /// Takes the next places, and answers the first of them.
    @usableFromInline mutating func advance(by size: Int) -> Int {
        if count + size > storage.count { reserveCapacity(max(count + size, 2 * storage.count, 64)) }
        defer { count += size }
        return count
    }
}
