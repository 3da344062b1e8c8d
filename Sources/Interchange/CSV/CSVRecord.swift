/// One record of a CSV file: its fields as bytes of valid UTF-8, and where it stood.
public struct CSVRecord: Sendable, Hashable {
    /// Which record of the file it is, from 1; the header counts.
    public internal(set) var number = 0
    /// The line that it begins on, from 1. Line breaks inside quotes count.
    public internal(set) var line = 1
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init() {}

    /// How many fields it has.
    public var count: Int { ends.count }

    /// The text of a field.
    public subscript(_ column: Int) -> String {
        withBytes(of: column) { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether a field has no text.
    public func isEmpty(_ column: Int) -> Bool { range(of: column).isEmpty }

    /// The fields as texts.
    public var fields: [String] { (0..<count).map { self[$0] } }

    /// Calls `body` with the bytes of a field, which are valid only during the call.
    public func withBytes<Result>(
        of column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        let range = range(of: column)
        return try bytes.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    private func range(of column: Int) -> Range<Int> {
        (column == 0 ? 0 : ends[column - 1])..<ends[column]
    }

    // What the parser does to a record it fills.

    var size: Int { bytes.count }
    var sizeOfOpenField: Int { bytes.count - (ends.last ?? 0) }

    mutating func append(_ slice: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: slice) }
    mutating func endField() { ends.append(bytes.count) }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }
}
