/// Why a text is not CSV (RFC 4180): what was wrong and where.
public struct CSVError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sorts of errors.
    public enum Reason: Hashable, Sendable {
        /// A quote inside a field that does not begin with one.
        case strayQuote
        /// Text between the closing quote and the next comma.
        case textAfterQuote
        /// The text ends before the closing quote.
        case openQuote
        /// A carriage return that no line feed follows.
        case loneCarriageReturn
        /// A byte 0, which no text has.
        case nulByte
        /// Bytes that are not UTF-8; the first of them.
        case notUTF8(byte: UInt8)
        /// The file is UTF-16.
        case utf16
        /// A field longer than the limit, in bytes.
        case longField(limit: Int)
        /// A record longer than the limit, in bytes.
        case longRecord(limit: Int)
        /// A record of more fields than the limit.
        case manyFields(limit: Int)
    }

    /// What was wrong.
    public let reason: Reason
    /// The line, from 1.
    public let line: Int
    /// Which field of the record, from 1.
    public let column: Int

    /// What is wrong and where.
    public var description: String { "line \(line), column \(column): \(message)" }

    /// What was wrong and what to do, without the place.
    public var message: String {
        switch reason {
        case .strayQuote:
            "a quote inside a field that does not begin with one; a field with quotes is written in quotes, and "
                + "each quote in it doubled"
        case .textAfterQuote: "text after the closing quote; a quote inside a quoted field is written twice"
        case .openQuote:
            "the file ends inside quotes that begin here; it was cut short, or the closing quote is missing"
        case .loneCarriageReturn:
            "a carriage return without a line feed; save the file with line ends of Windows or Unix"
        case .nulByte: "a byte 0; the file is no text, or was damaged on its way"
        case .notUTF8(let byte): Self.encodingMessage(byte)
        case .utf16: "the file is UTF-16 (\"Unicode text\"); save it as UTF-8 (in Excel: \"CSV UTF-8\")"
        case .longField(let limit): "a field of more than \(limit) bytes; a quote may be missing"
        case .longRecord(let limit): "a record of more than \(limit) bytes; a quote may be missing"
        case .manyFields(let limit): "a record of more than \(limit) fields"
        }
    }

    private static func encodingMessage(_ byte: UInt8) -> String {
        let hexadecimal = "0x" + String(byte, radix: 16, uppercase: true)
        return "the file is not UTF-8 (byte \(hexadecimal)) and looks like Windows-1252; save it as UTF-8 "
            + "(in Excel: \"CSV UTF-8\")"
    }
}
