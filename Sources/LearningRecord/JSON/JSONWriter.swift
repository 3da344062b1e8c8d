/// Writes JSON values as UTF-8 text.
public enum JSONWriter {
    /// The shortest text: no space, members in their order, only what RFC 8259 section 7 demands escaped.
    public static func bytes(_ value: JSON) -> [UInt8] {
        var bytes: [UInt8] = []
        write(value, into: &bytes)
        return bytes
    }

    /// The shortest text as a string.
    public static func text(_ value: JSON) -> String {
        String(decoding: bytes(value), as: UTF8.self)
    }

    /// Text for people: two spaces a level, a line a member.
    public static func pretty(_ value: JSON) -> String {
        var bytes: [UInt8] = []
        write(value, into: &bytes, indent: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the shortest text of `value`.
    public static func write(_ value: JSON, into bytes: inout [UInt8]) {
        write(value, into: &bytes, indent: nil)
    }

    /// Appends `text` as a JSON string.
    public static func write(string text: String, into bytes: inout [UInt8]) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { characters in
            // Most texts need no escape, and are copied whole.
            if characters.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
                writeEscaped(characters, into: &bytes)
            } else {
                bytes.append(contentsOf: characters)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func writeEscaped(_ characters: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
        for byte in characters {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(Hexadecimal.digit(byte >> 4))
                bytes.append(Hexadecimal.digit(byte & 15))
            default: bytes.append(byte)
            }
        }
    }

    private static func write(_ value: JSON, into bytes: inout [UInt8], indent: Int?) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
        case .number(let digits): bytes.append(contentsOf: digits.utf8)
        case .string(let text): write(string: text, into: &bytes)
        case .array(let elements):
            list("[", "]", count: elements.count, into: &bytes, indent: indent) { index, bytes, inner in
                write(elements[index], into: &bytes, indent: inner)
            }
        case .object(let object):
            list("{", "}", count: object.members.count, into: &bytes, indent: indent) { index, bytes, inner in
                write(string: object.members[index].name, into: &bytes)
                bytes.append(contentsOf: (inner == nil ? ":" : ": ").utf8)
                write(object.members[index].value, into: &bytes, indent: inner)
            }
        }
    }

    private static func list(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, count: Int, into bytes: inout [UInt8], indent: Int?,
        _ element: (Int, inout [UInt8], Int?) -> Void
    ) {
        let inner = indent.map { $0 + 2 }
        bytes.append(UInt8(ascii: open))
        for index in 0..<count {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            newline(inner, into: &bytes)
            element(index, &bytes, inner)
        }
        if count > 0 { newline(indent, into: &bytes) }
        bytes.append(UInt8(ascii: close))
    }

    private static func newline(_ indent: Int?, into bytes: inout [UInt8]) {
        guard let indent else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
    }
}
