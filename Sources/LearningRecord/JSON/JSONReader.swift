/// Reads one JSON text (RFC 8259) from UTF-8 bytes, strictly: names once, no text after the value, bounded depth.
///
/// Foundation's decoders accept duplicate names and lose the digits of numbers; a record store may do neither.
public struct JSONReader {
    /// Lists and objects inside each other, at the most.
    public static let maximumDepth = 64

    /// Why a text could not be read, and where.
    public struct Failure: Error, Hashable, CustomStringConvertible {
        /// What was wrong.
        public let reason: String
        /// Bytes before the place.
        public let offset: Int
        /// In words, for people.
        public var description: String { "\(reason) at byte \(offset + 1)" }
    }

    /// The value that `bytes` spell.
    public static func read(_ bytes: [UInt8]) throws(Failure) -> JSON {
        try read(bytes[...])
    }

    /// The value that a slice of bytes spells; offsets in errors count from the start of the slice.
    public static func read(_ bytes: ArraySlice<UInt8>) throws(Failure) -> JSON {
        let outcome = bytes.withUnsafeBufferPointer { buffer -> Result<JSON, Failure> in
            var reader = JSONReader(buffer)
            do throws(Failure) {
                return .success(try reader.document())
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var depth = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private mutating func document() throws(Failure) -> JSON {
        let value = try value()
        skipSpace()
        guard index == bytes.count else { throw failure("more text after the value") }
        return value
    }

    private mutating func value() throws(Failure) -> JSON {
        skipSpace()
        guard index < bytes.count else { throw failure("the text ends where a value should stand") }
        switch bytes[index] {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw failure("no value begins like this")
        }
    }

    private mutating func object() throws(Failure) -> JSONObject {
        try enter()
        var members: [(name: String, value: JSON)] = []
        var names = JSONNames()
        while try another(closing: UInt8(ascii: "}"), first: members.isEmpty) {
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
                throw failure("a member's name in quotes should stand here")
            }
            let start = index
            let name = try string()
            guard names.isNew(name, among: members) else {
                throw Failure(reason: "the name \"\(name.shownInErrors)\" stands twice", offset: start)
            }
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else {
                throw failure("a colon should stand here")
            }
            index += 1
            members.append((name: name, value: try value()))
        }
        return JSONObject(members)
    }

    private mutating func array() throws(Failure) -> [JSON] {
        try enter()
        var elements: [JSON] = []
        while try another(closing: UInt8(ascii: "]"), first: elements.isEmpty) {
            elements.append(try value())
        }
        return elements
    }

    private mutating func enter() throws(Failure) {
        depth += 1
        guard depth <= Self.maximumDepth else { throw failure("more than \(Self.maximumDepth) levels deep") }
        index += 1
    }

    /// Whether one more element follows; steps over its comma, or over the closing bracket.
    private mutating func another(closing: UInt8, first: Bool) throws(Failure) -> Bool {
        skipSpace()
        guard index < bytes.count else { throw failure("the text ends inside a list or object") }
        if bytes[index] == closing {
            index += 1
            depth -= 1
            return false
        }
        if first { return true }
        guard bytes[index] == UInt8(ascii: ",") else { throw failure("a comma should stand here") }
        index += 1
        return true
    }

    private mutating func literal(_ text: StaticString, _ value: JSON) throws(Failure) -> JSON {
        for offset in 0..<text.utf8CodeUnitCount {
            guard index + offset < bytes.count, bytes[index + offset] == text.utf8Start[offset] else {
                throw failure("no value begins like this")
            }
        }
        index += text.utf8CodeUnitCount
        return value
    }

    private mutating func number() throws(Failure) -> String {
        let start = index
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let leading = index
        try digits()
        if bytes[leading] == UInt8(ascii: "0"), index > leading + 1 { throw failure("a number with a leading zero") }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            try digits()
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            try digits()
        }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
    }

    private mutating func digits() throws(Failure) {
        let start = index
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
        guard index > start else { throw failure("a digit should stand here") }
    }

    private mutating func skipSpace() {
        while index < bytes.count,
            bytes[index] == 0x20 || bytes[index] == 0x0A || bytes[index] == 0x0D || bytes[index] == 0x09
        { index += 1 }
    }

    private func failure(_ reason: String) -> Failure { Failure(reason: reason, offset: index) }
}

extension JSONReader {
    private mutating func string() throws(Failure) -> String {
        index += 1
        let start = index
        var all: UInt8 = 0
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\"),
            bytes[index] >= 0x20
        {
            all |= bytes[index]
            index += 1
        }
        guard index < bytes.count else { throw failure("the text ends inside a string") }
        guard bytes[index] == UInt8(ascii: "\"") else { return try escapedString(from: start) }
        defer { index += 1 }
        let slice = UnsafeBufferPointer(rebasing: bytes[start..<index])
        // Bytes that are all ASCII need no second look.
        return all < 0x80 ? String(decoding: slice, as: UTF8.self) : try text(slice, from: start)
    }

    private mutating func escapedString(from start: Int) throws(Failure) -> String {
        var unescaped = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return try text(unescaped, from: start)
            case UInt8(ascii: "\\"):
                index += 1
                try escape(into: &unescaped)
            case 0..<0x20: throw failure("a control character inside a string")
            default:
                unescaped.append(byte)
                index += 1
            }
        }
        throw failure("the text ends inside a string")
    }

    private mutating func escape(into unescaped: inout [UInt8]) throws(Failure) {
        guard index < bytes.count else { throw failure("the text ends inside a string") }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): unescaped.append(contentsOf: String(try unicodeEscape()).utf8)
        default: throw failure("an unknown escape")
        }
    }

    private mutating func unicodeEscape() throws(Failure) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { throw failure("half of a surrogate pair") }
        index += 2
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw failure("half of a surrogate pair") }
        return scalar
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        guard index + 4 <= bytes.count else { throw failure("the text ends inside a string") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Hexadecimal.value(bytes[index]) else {
                throw failure("four hexadecimal digits should stand here")
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    private func text(_ bytes: some Collection<UInt8>, from start: Int) throws(Failure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(reason: "a string that is not UTF-8", offset: start)
        }
        return text
    }
}
