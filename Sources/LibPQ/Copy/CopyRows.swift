/// Rows of binary COPY, encoded before the COPY begins: rows of several tables can be made in one go, and only their
/// bytes are kept until ``CopyWriter/rows(_:)`` sends them.
public struct CopyRows: Sendable {
    private var row = CopyRow()
    /// How many rows there are.
    public private(set) var count = 0

    /// No rows yet.
    public init() {}

    /// Whether there is no row.
    public var isEmpty: Bool { count == 0 }

    /// How many bytes they are.
    public var size: Int { row.writer.count }

    /// The rows' bytes, without the header and the trailer of the format.
    var writer: ByteWriter { row.writer }

    /// Empties them and keeps their memory.
    public mutating func removeAll() {
        row.writer.removeAll()
        count = 0
    }

    /// Appends a row; the body appends its values, one for each column of the COPY.
    public mutating func row(_ body: (inout CopyRow) -> Void) {
        let start = row.begin()
        body(&row)
        row.end(at: start)
        count += 1
    }
}
