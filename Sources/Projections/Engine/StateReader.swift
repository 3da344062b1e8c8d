import Foundation
public import LearningRecord

/// Reads what ``StateWriter`` wrote.
public struct StateReader {
    private var rest: ArraySlice<UInt8>

    /// A reader of these bytes.
    public init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// - Throws: when bytes are left over.
    public func finish() throws(StateError) {
        guard rest.isEmpty else { throw StateError("\(rest.count) bytes too many") }
    }

    /// Reads a number that is not negative.
    public mutating func unsigned() throws(StateError) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try byte()
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
        }
        throw StateError("a number too long")
    }

    /// Reads a number of any sign.
    public mutating func signed() throws(StateError) -> Int64 {
        let number = try unsigned()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    /// Reads a truth value.
    public mutating func flag() throws(StateError) -> Bool { try byte() != 0 }

    /// Reads an id.
    public mutating func id<Subject>(_: Subject.Type = Subject.self) throws(StateError) -> Identifier<Subject> {
        let bytes = try take(16)
        return bytes.withUnsafeBytes { Identifier(UUID(uuid: $0.loadUnaligned(as: uuid_t.self))) }
    }

    /// Reads an id that may be missing.
    public mutating func optionalID<Subject>(
        _: Subject.Type = Subject.self
    ) throws(StateError) -> Identifier<Subject>? {
        try flag() ? try id() : nil
    }

    /// Reads a text.
    public mutating func text() throws(StateError) -> String {
        guard let text = String(validating: try take(try count()), as: UTF8.self) else {
            throw StateError("a text that is not UTF-8")
        }
        return text
    }

    /// Reads a choice.
    public mutating func choice<Value: Choice>(_: Value.Type = Value.self) throws(StateError) -> Value {
        guard let code = Int16(exactly: try signed()), let value = Value(code: code) else {
            throw StateError("an unknown choice")
        }
        return value
    }

    /// Reads a level.
    public mutating func level() throws(StateError) -> Level {
        guard let level = Level(Int(clamping: try signed())) else { throw StateError("a level out of range") }
        return level
    }

    /// Reads a day.
    public mutating func day() throws(StateError) -> CalendarDate {
        guard let days = Int32(exactly: try signed()) else { throw StateError("a day out of range") }
        return CalendarDate(daysSince1970: days)
    }

    /// Reads a digest.
    public mutating func digest() throws(StateError) -> Digest {
        guard let digest = Digest(bytes: Array(try take(32))) else { throw StateError("cut short") }
        return digest
    }

    /// Reads a moment.
    public mutating func moment() throws(StateError) -> Moment {
        Moment(at: Instant(microseconds: try signed()), position: try signed())
    }

    /// Reads a value that may be missing.
    public mutating func optional<Value>(
        _ read: (inout StateReader) throws(StateError) -> Value
    ) throws(StateError) -> Value? {
        try flag() ? try read(&self) : nil
    }

    /// Reads a list.
    public mutating func list<Element>(
        _ read: (inout StateReader) throws(StateError) -> Element
    ) throws(StateError) -> [Element] {
        let count = try count()
        var list: [Element] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try read(&self)) }
        return list
    }

    /// A count of things of at least one byte each: never more than there are bytes.
    mutating func count() throws(StateError) -> Int {
        let count = try unsigned()
        guard count <= UInt64(rest.count) else { throw StateError("cut short") }
        return Int(count)
    }

    private mutating func byte() throws(StateError) -> UInt8 {
        guard let byte = rest.popFirst() else { throw StateError("cut short") }
        return byte
    }

    private mutating func take(_ count: Int) throws(StateError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw StateError("cut short") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
