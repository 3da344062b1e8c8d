import Foundation
public import LearningRecord

/// Writes the state of a learner as bytes: numbers in as few bytes as they need (LEB128), ids in sixteen.
public struct StateWriter {
    /// What was written.
    public private(set) var bytes: [UInt8] = []

    /// An empty writer.
    public init() {}

    /// Makes room for so many bytes in all.
    mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(count) }

    /// Writes a number that is not negative.
    public mutating func put(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Writes a number of any sign, small ones in few bytes (zigzag).
    public mutating func put(_ number: Int64) {
        put(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }

    /// Writes a truth value.
    public mutating func put(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    /// Writes an id.
    public mutating func put<Subject>(_ id: Identifier<Subject>) {
        withUnsafeBytes(of: id.uuid.uuid) { bytes.append(contentsOf: $0) }
    }

    /// Writes a text.
    public mutating func put(_ text: String) {
        put(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes a choice.
    public mutating func put(_ choice: some Choice) { put(Int64(choice.code)) }

    /// Writes a level.
    public mutating func put(_ level: Level) { put(Int64(level.ordinal)) }

    /// Writes a day.
    public mutating func put(_ day: CalendarDate) { put(Int64(day.daysSince1970)) }

    /// Writes a digest.
    public mutating func put(_ digest: Digest) { bytes.append(contentsOf: digest.bytes) }

    /// Writes a moment.
    public mutating func put(_ moment: Moment) {
        put(moment.at.microseconds)
        put(moment.position)
    }

    /// Writes a value that may be missing.
    public mutating func put<Value>(_ value: Value?, _ write: (inout StateWriter, Value) -> Void) {
        put(value != nil)
        if let value { write(&self, value) }
    }

    /// Writes a list.
    public mutating func put<Element>(_ list: [Element], _ write: (inout StateWriter, Element) -> Void) {
        put(UInt64(list.count))
        for element in list { write(&self, element) }
    }
}
