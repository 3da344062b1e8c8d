/// Feeds `COPY … FROM STDIN`: rows of values for binary COPY, or raw bytes for any format.
///
/// Bytes go to the server in parts of 64 KB, and the writer waits until it takes them.
public struct CopyWriter: ~Copyable {
    private let session: Session
    private let isBinary: Bool
    private var row = CopyRow()
    private var hasRows = false
    private var hasRawBytes = false

    private static let partSize = 1 << 16

    init(session: Session, isBinary: Bool) {
        self.session = session
        self.isBinary = isBinary
        row.writer.reserveCapacity(Self.partSize * 2)
    }

    /// Appends a row; the body appends its values, one for each column of the COPY.
    /// - Throws: `PostgresError`, and what the body throws.
    public mutating func row(_ body: (inout CopyRow) throws -> Void) throws {
        try beginRows()
        let start = row.begin()
        try body(&row)
        row.end(at: start)
        try sendIfLarge()
    }

    /// Appends rows that were encoded before.
    /// - Throws: `PostgresError`.
    public mutating func rows(_ rows: CopyRows) throws {
        try beginRows()
        if rows.size < Self.partSize {
            row.writer.append(rows.writer)
            return try sendIfLarge()
        }
        try send()
        try rows.writer.withUnsafeBytes { try session.put($0) }
    }

    /// Appends bytes in the format the COPY statement names, header and trailer of the binary format included.
    /// - Throws: `PostgresError`.
    public mutating func writeBytes(_ bytes: UnsafeRawBufferPointer) throws {
        guard !hasRows else { throw PostgresError.usage("Raw bytes cannot be mixed with rows of values.") }
        hasRawBytes = true
        row.writer.append(bytes: bytes)
        try sendIfLarge()
    }

    /// Appends bytes in the format the COPY statement names, header and trailer of the binary format included.
    /// - Throws: `PostgresError`.
    public mutating func writeBytes(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try writeBytes($0) }
    }

    mutating func finish() throws {
        if isBinary, !hasRawBytes {
            if !hasRows { writeHeader() }
            row.writer.append(Int16(-1))
        }
        try send()
    }

    private mutating func beginRows() throws(PostgresError) {
        guard isBinary, !hasRawBytes else {
            throw PostgresError.usage("Rows of values need COPY … (format binary), and no raw bytes beside them.")
        }
        if !hasRows { writeHeader() }
    }

    /// Signature, flags and length of the header's extension (PostgreSQL manual, COPY, "Binary Format").
    private mutating func writeHeader() {
        hasRows = true
        row.writer.append(bytes: BinaryCopyFormat.signature)
        row.writer.append(Int32(0))
        row.writer.append(Int32(0))
    }

    private mutating func sendIfLarge() throws {
        if row.writer.count >= Self.partSize { try send() }
    }

    private mutating func send() throws {
        try row.writer.withUnsafeBytes { try session.put($0) }
        row.writer.removeAll()
    }
}
