/// Rows of binary COPY that are kept as they came, to be read later and elsewhere.
///
/// They are bytes in pieces of one size, so that a million of them can be kept in hundreds of places without much being
/// copied or left empty.
public struct BinaryRows: Sendable {
    private var pieces: [[UInt8]] = []

    /// Bytes of a piece; a row that is larger has one of its own.
    private static let pieceSize = 16_000

    /// No rows yet.
    public init() {}

    /// Appends a row.
    public mutating func append(_ row: borrowing BinaryRow) { append(row.content) }

    private mutating func append(_ content: UnsafeRawBufferPointer) {
        if pieces.isEmpty || pieces[pieces.count - 1].count + content.count > Self.pieceSize {
            var piece: [UInt8] = []
            piece.reserveCapacity(max(Self.pieceSize, content.count))
            pieces.append(piece)
        }
        pieces[pieces.count - 1].append(contentsOf: content)
    }

    /// The rows by a number that each has, the smallest first.
    /// - Throws: what the body throws.
    public func sorted(by number: (borrowing BinaryRow) throws -> Int64) throws -> BinaryRows {
        var places: [(number: Int64, piece: Int, bytes: Range<Int>)] = []
        let reader = BinaryCopyReader()
        for (piece, bytes) in pieces.enumerated() {
            var start = 0
            try bytes.withUnsafeBytes { bytes in
                try reader.rows(of: bytes, from: 0) { row in
                    let end = start + row.content.count
                    places.append((try number(row), piece, start..<end))
                    start = end
                }
            }
        }
        places.sort { $0.number < $1.number }
        var sorted = BinaryRows()
        for place in places {
            pieces[place.piece].withUnsafeBytes { sorted.append(UnsafeRawBufferPointer(rebasing: $0[place.bytes])) }
        }
        return sorted
    }

    /// Lends the rows one at a time, in the order in which they were appended.
    /// - Throws: what the body throws.
    public func forEach(_ body: (borrowing BinaryRow) throws -> Void) throws {
        let reader = BinaryCopyReader()
        for piece in pieces { try piece.withUnsafeBytes { try reader.rows(of: $0, from: 0, body) } }
    }
}
