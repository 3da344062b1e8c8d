import Foundation
public import LearningRecord

/// Reads what ``StateWriter`` wrote.
public struct StateReader {
    private let bytes: [UInt8]
    /// Where the next byte is.
    private var place = 0

    /// A reader of these bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// How many bytes are left.
    private var left: Int { bytes.count - place }

    /// - Throws: when bytes are left over.
    public func finish() throws(StateError) {
        guard left == 0 else { throw StateError("\(left) bytes too many") }
    }

    /// Reads a number that is not negative.
    public mutating func unsigned() throws(StateError) -> UInt64 {
        // Most of a state is numbers, and most numbers are small.
        guard place < bytes.count, bytes[place] < 0x80 else { return try long() }
        place += 1
        return UInt64(bytes[place - 1])
    }

    @inline(never)
    private mutating func long() throws(StateError) -> UInt64 {
        // The place is moved once.
        var number: UInt64 = 0
        var shift: UInt64 = 0
        var next = place
        while shift < 64, next < bytes.count {
            let byte = bytes[next]
            next += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 {
                place = next
                return number
            }
            shift += 7
        }
        throw StateError(shift < 64 ? "cut short" : "a number too long")
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
        let place = try take(16).lowerBound
        return bytes.withUnsafeBytes {
            Identifier(UUID(uuid: $0.loadUnaligned(fromByteOffset: place, as: uuid_t.self)))
        }
    }

    /// Reads an id that may be missing.
    public mutating func optionalID<Subject>(
        _: Subject.Type = Subject.self
    ) throws(StateError) -> Identifier<Subject>? {
        try flag() ? try id() : nil
    }

    /// Reads a text.
    public mutating func text() throws(StateError) -> String {
        let range = try take(try count())
        do {
            return String(copying: try UTF8Span(validating: bytes.span.extracting(range)))
        } catch {
            throw StateError("a text that is not UTF-8")
        }
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
        guard let digest = Digest(bytes: Array(bytes[try take(32)])) else { throw StateError("cut short") }
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
        if count == 0 { return [] }
        var list: [Element] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try read(&self)) }
        return list
    }

    /// A count of things of at least one byte each: never more than there are bytes.
    mutating func count() throws(StateError) -> Int {
        let count = try unsigned()
        guard count <= UInt64(left) else { throw StateError("cut short") }
        return Int(count)
    }

    private mutating func byte() throws(StateError) -> UInt8 {
        guard place < bytes.count else { throw StateError("cut short") }
        defer { place += 1 }
        return bytes[place]
    }

    /// The places of the next bytes.
    private mutating func take(_ count: Int) throws(StateError) -> Range<Int> {
        guard count <= left else { throw StateError("cut short") }
        defer { place += count }
        return place..<place + count
    }
}
