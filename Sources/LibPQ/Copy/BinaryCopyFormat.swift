/// The fixed parts of binary COPY (PostgreSQL manual, COPY, "Binary Format").
enum BinaryCopyFormat {
    /// `PGCOPY\n\377\r\n\0`.
    static let signature: [UInt8] = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
    /// Signature, flags and length of the extension.
    static let headerSize = signature.count + 8
}
