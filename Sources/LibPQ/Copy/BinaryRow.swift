public import Foundation

/// One row of binary COPY, lent for the length of a call: its fields are read in place, without allocation.
public struct BinaryRow: ~Copyable {
    @usableFromInline struct Slot {
        @usableFromInline let offset: Int32
        /// -1 for NULL.
        @usableFromInline let length: Int32

        @usableFromInline init(offset: Int32, length: Int32) {
            self.offset = offset
            self.length = length
        }
    }

    @usableFromInline let base: UnsafeRawBufferPointer
    @usableFromInline let layout: UnsafeBufferPointer<Slot>

    init(bytes: UnsafeRawBufferPointer, layout: UnsafeBufferPointer<Slot>) {
        base = bytes
        self.layout = layout
    }

    /// How many fields there are.
    @inlinable public var count: Int { layout.count }

    /// Whether the field is NULL.
    @inlinable public func isNull(at index: Int) -> Bool {
        layout[index].length < 0
    }

    /// The content of a field; empty for NULL. Valid only during the call the row is lent to.
    @inlinable public func bytes(at index: Int) -> UnsafeRawBufferPointer {
        let slot = layout[index]
        let start = Int(slot.offset)
        return UnsafeRawBufferPointer(rebasing: base[start..<start + Int(max(0, slot.length))])
    }

    /// An `int2`.
    /// - Throws: `PostgresError` when the field is NULL or not two bytes long, as do the other typed readers.
    @inlinable public func int16(at index: Int) throws(PostgresError) -> Int16 {
        Int16(bigEndian: try load(index, as: Int16.self))
    }

    /// An `int4`.
    @inlinable public func int32(at index: Int) throws(PostgresError) -> Int32 {
        Int32(bigEndian: try load(index, as: Int32.self))
    }

    /// An `int8`.
    @inlinable public func int64(at index: Int) throws(PostgresError) -> Int64 {
        Int64(bigEndian: try load(index, as: Int64.self))
    }

    /// A `float8`.
    @inlinable public func double(at index: Int) throws(PostgresError) -> Double {
        Double(bitPattern: UInt64(bigEndian: try load(index, as: UInt64.self)))
    }

    /// A `bool`.
    @inlinable public func bool(at index: Int) throws(PostgresError) -> Bool {
        try load(index, as: UInt8.self) != 0
    }

    /// A `uuid`.
    @inlinable public func uuid(at index: Int) throws(PostgresError) -> UUID {
        UUID(uuid: try load(index, as: uuid_t.self))
    }

    /// A `timestamptz`.
    @inlinable public func timestamp(at index: Int) throws(PostgresError) -> Timestamp {
        Timestamp(microseconds: try int64(at: index))
    }

    /// A `date`.
    @inlinable public func day(at index: Int) throws(PostgresError) -> Day {
        Day(days: try int32(at: index))
    }

    /// A `text`.
    @inlinable public func string(at index: Int) throws(PostgresError) -> String {
        try value(at: index, as: String.self)
    }

    /// Any value, optionals and arrays included. COPY does not say its types, so only lengths are checked.
    @inlinable public func value<Value: PostgresDecodable>(
        at index: Int, as type: Value.Type
    ) throws(PostgresError) -> Value {
        do {
            return try Value(postgres: Field(type: 0, bytes: isNull(at: index) ? nil : bytes(at: index)))
        } catch {
            throw error.at(column: index)
        }
    }

    /// The row as COPY sent it: how many fields, then each of them.
    var content: UnsafeRawBufferPointer {
        guard let first = layout.first, let last = layout.last else {
            return UnsafeRawBufferPointer(rebasing: base[..<0])
        }
        let end = Int(last.offset) + Int(max(0, last.length))
        return UnsafeRawBufferPointer(rebasing: base[Int(first.offset) - 6..<end])
    }

    @inlinable func load<Raw: BitwiseCopyable>(_ index: Int, as type: Raw.Type) throws(PostgresError) -> Raw {
        let slot = layout[index]
        guard slot.length == MemoryLayout<Raw>.size else { throw mismatch(index, expected: MemoryLayout<Raw>.size) }
        return base.loadUnaligned(fromByteOffset: Int(slot.offset), as: Raw.self)
    }

    @usableFromInline func mismatch(_ index: Int, expected: Int) -> PostgresError {
        let found = isNull(at: index) ? "NULL" : "\(layout[index].length) bytes"
        return PostgresError.decoding("\(expected) bytes were expected, but the value is \(found).").at(column: index)
    }
}

extension PostgresError {
    @usableFromInline func at(column index: Int) -> PostgresError { with(column: "\(index)") }
}
