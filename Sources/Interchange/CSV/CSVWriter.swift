/// Writes CSV (RFC 4180): lines end with CRLF, and only the fields that need quotes have them.
public enum CSVWriter {
    /// Appends one record. The reader gives back the same fields, whatever they hold.
    public static func append(_ fields: some Collection<String>, to bytes: inout [UInt8]) {
        var isFirst = true
        for field in fields {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            // Without quotes a single empty field would be an empty line, which is no record.
            append(field, alone: fields.count == 1, to: &bytes)
        }
        bytes.append(0x0D)
        bytes.append(0x0A)
    }

    /// One record, with its line end.
    public static func line(_ fields: some Collection<String>) -> String {
        var bytes: [UInt8] = []
        append(fields, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ field: String, alone: Bool, to bytes: inout [UInt8]) {
        // A field that begins with the byte order mark would lose it at the head of a file.
        guard field.utf8.contains(where: needsQuotes) || field.utf8.first == 0xEF || alone && field.isEmpty else {
            return bytes.append(contentsOf: field.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in field.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
    }
}
