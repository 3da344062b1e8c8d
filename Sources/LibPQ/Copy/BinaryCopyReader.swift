/// Decodes the messages of a binary `COPY … TO STDOUT`: one row each, the first with the header before it
/// (PostgreSQL manual, 55.2.7 "COPY Operations" and COPY, "Binary Format").
public final class BinaryCopyReader {
    private var layout = UnsafeMutableBufferPointer<BinaryRow.Slot>.allocate(capacity: 32)
    private var hasHeader = false
    private var hasTrailer = false

    /// A reader for one COPY.
    public init() {}

    deinit {
        layout.deallocate()
    }

    /// Decodes a message and lends its row, if it holds one.
    /// - Throws: `PostgresError` of kind `.decoding` when it is not binary COPY, and what the body throws.
    public func read(_ message: UnsafeRawBufferPointer, _ body: (borrowing BinaryRow) throws -> Void) throws {
        var offset = 0
        if !hasHeader {
            offset = try headerEnd(message)
            hasHeader = true
        }
        try rows(of: message, from: offset, body)
    }

    /// Lends the rows that stand in a message one after another.
    func rows(
        of message: UnsafeRawBufferPointer, from start: Int, _ body: (borrowing BinaryRow) throws -> Void
    ) throws {
        var offset = start
        while offset < message.count {
            guard !hasTrailer, offset + 2 <= message.count else { throw Self.malformed }
            let fieldCount = Int(Int16(bigEndian: message.loadUnaligned(fromByteOffset: offset, as: Int16.self)))
            offset += 2
            if fieldCount == -1 {
                hasTrailer = true
                continue
            }
            guard fieldCount >= 0 else { throw Self.malformed }
            offset = try layOut(fieldCount, of: message, from: offset)
            try body(BinaryRow(bytes: message, layout: UnsafeBufferPointer(rebasing: layout[..<fieldCount])))
        }
    }

    /// - Throws: `PostgresError` when the data ended before its trailer.
    public func finish() throws(PostgresError) {
        guard hasTrailer else { throw .decoding("The COPY data ends before its trailer.") }
    }

    /// Notes where each field of a row lies; the offset after the row.
    private func layOut(
        _ fieldCount: Int, of message: UnsafeRawBufferPointer, from start: Int
    ) throws(PostgresError) -> Int {
        if fieldCount > layout.count {
            layout.deallocate()
            layout = .allocate(capacity: fieldCount)
        }
        var offset = start
        for index in 0..<fieldCount {
            guard offset + 4 <= message.count else { throw Self.malformed }
            let length = Int32(bigEndian: message.loadUnaligned(fromByteOffset: offset, as: Int32.self))
            offset += 4
            layout.initializeElement(at: index, to: BinaryRow.Slot(offset: Int32(offset), length: length))
            offset += max(0, Int(length))
            guard offset <= message.count else { throw Self.malformed }
        }
        return offset
    }

    private func headerEnd(_ message: UnsafeRawBufferPointer) throws(PostgresError) -> Int {
        let signature = BinaryCopyFormat.signature
        guard message.count >= BinaryCopyFormat.headerSize, message.starts(with: signature) else {
            throw .decoding("The data is not binary COPY: the statement needs (format binary).")
        }
        let extensionLength = Int32(
            bigEndian: message.loadUnaligned(fromByteOffset: signature.count + 4, as: Int32.self))
        let end = BinaryCopyFormat.headerSize + Int(extensionLength)
        guard extensionLength >= 0, end <= message.count else { throw Self.malformed }
        return end
    }

    private static var malformed: PostgresError { .decoding("The COPY data is malformed.") }
}
