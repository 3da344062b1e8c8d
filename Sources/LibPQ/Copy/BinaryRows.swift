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
    public mutating func append(_ row: borrowing BinaryRow) {
        let content = row.content
        if pieces.isEmpty || pieces[pieces.count - 1].count + content.count > Self.pieceSize {
            var piece: [UInt8] = []
            piece.reserveCapacity(max(Self.pieceSize, content.count))
            pieces.append(piece)
        }
        pieces[pieces.count - 1].append(contentsOf: content)
    }

    /// Lends the rows one at a time, in the order in which they were appended.
    /// - Throws: what the body throws.
    public func forEach(_ body: (borrowing BinaryRow) throws -> Void) throws {
        let reader = BinaryCopyReader()
        for piece in pieces { try piece.withUnsafeBytes { try reader.rows(of: $0, from: 0, body) } }
    }
}
