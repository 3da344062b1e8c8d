import Foundation

/// A JSON object in few bytes: the form in which the log stores the facts that have no column, and what is sealed of the
/// words. It unpacks to exactly the object that was packed, as JSON: the same members in the same order.
///
/// The first byte is the version, 1. Then follows an object: the number of its members, and for each its name and its
/// value. A name is its number in ``names``, or 0 and a text. A value begins with a byte that says its sort (``Sort``);
/// a text of up to 63 bytes has its length there. Numbers and lengths are unsigned LEB128.
public enum PackedJSON {
    static let version: UInt8 = 1

    /// The names that are stored as a number: only ever added to, at the end.
    static let names = [
        "competencies", "supports", "context", "authors", "digest", "framework", "frameworkVersion", "criterion",
        "decider", "evidence", "learnerVoice", "familyVoice", "secondRating", "policy", "noticeGiven", "initiatedBy",
        "course", "from", "to", "replacement", "highlights", "asOf", "statusIndex", "by", "lawfulBasis", "person",
        "part", "role", "id", "blind", "competency", "level", "on", "tried", "feedback", "title", "link", "narrative",
        "rationale", "dissent", "reason", "invitation", "note", "ownWords", "statement", "recipient",
    ]
    fileprivate static let numbers = Dictionary(
        uniqueKeysWithValues: names.enumerated().map { ($0.element, UInt8($0.offset + 1)) })

    /// What a value's first byte says. From ``shortText`` on it says a length too.
    fileprivate enum Sort {
        static let null: UInt8 = 0
        static let no: UInt8 = 1
        static let yes: UInt8 = 2
        static let number: UInt8 = 3
        static let text: UInt8 = 4
        /// A text that is a UUID in its lower-case form: 16 bytes.
        static let uuid: UInt8 = 5
        /// A text that is a digest, 64 lower-case hexadecimal digits: 32 bytes.
        static let digest: UInt8 = 6
        static let array: UInt8 = 7
        static let object: UInt8 = 8
        /// A number of digits without sign, fraction, exponent or leading zero.
        static let integer: UInt8 = 9
        static let shortText: UInt8 = 0xC0
    }

    /// The packed form.
    public static func pack(_ object: JSONObject) -> [UInt8] {
        var packer = Packer()
        packer.bytes.append(version)
        packer.put(object)
        return packer.bytes
    }

    /// The object of a packed form; `nil` when the bytes are none.
    public static func unpack(_ bytes: [UInt8]) -> JSONObject? {
        guard bytes.first == version else { return nil }
        var unpacker = Unpacker(bytes: bytes, index: 1)
        guard let object = unpacker.object(depth: 1), unpacker.index == bytes.count else { return nil }
        return object
    }
}

private struct Packer {
    var bytes: [UInt8] = []

    mutating func put(_ object: JSONObject) {
        put(length: object.members.count)
        for member in object.members {
            if let number = PackedJSON.numbers[member.name] {
                bytes.append(number)
            } else {
                bytes.append(0)
                put(length: member.name.utf8.count)
                bytes.append(contentsOf: member.name.utf8)
            }
            put(member.value)
        }
    }

    private mutating func put(_ value: JSON) {
        switch value {
        case .null: bytes.append(PackedJSON.Sort.null)
        case .bool(let bool): bytes.append(bool ? PackedJSON.Sort.yes : PackedJSON.Sort.no)
        case .number(let digits): put(number: digits)
        case .string(let text): put(text: text)
        case .array(let elements):
            bytes.append(PackedJSON.Sort.array)
            put(length: elements.count)
            for element in elements { put(element) }
        case .object(let object):
            bytes.append(PackedJSON.Sort.object)
            put(object)
        }
    }

    private mutating func put(number digits: String) {
        if let value = UInt32(digits), String(value) == digits {
            bytes.append(PackedJSON.Sort.integer)
            put(length: Int(value))
        } else {
            bytes.append(PackedJSON.Sort.number)
            put(length: digits.utf8.count)
            bytes.append(contentsOf: digits.utf8)
        }
    }

    private mutating func put(text: String) {
        let count = text.utf8.count
        // Only the forms that unpack to the very same text.
        if count == 36, let uuid = UUIDText.read(text), UUIDText.text(of: uuid) == text {
            bytes.append(PackedJSON.Sort.uuid)
            withUnsafeBytes(of: uuid.uuid) { bytes.append(contentsOf: $0) }
        } else if count == 64, let digest = Digest(text), digest.description == text {
            bytes.append(PackedJSON.Sort.digest)
            bytes.append(contentsOf: digest.bytes)
        } else if count < 64 {
            bytes.append(PackedJSON.Sort.shortText | UInt8(count))
            bytes.append(contentsOf: text.utf8)
        } else {
            bytes.append(PackedJSON.Sort.text)
            put(length: count)
            bytes.append(contentsOf: text.utf8)
        }
    }

    private mutating func put(length: Int) {
        var rest = UInt(length)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

private struct Unpacker {
    let bytes: [UInt8]
    var index: Int

    mutating func object(depth: Int) -> JSONObject? {
        guard depth <= JSONReader.maximumDepth, let count = length(), count <= bytes.count else { return nil }
        var object = JSONObject()
        for _ in 0..<count {
            guard let name = name(), let value = value(depth: depth) else { return nil }
            object.append(name, value)
        }
        return object
    }

    private mutating func name() -> String? {
        guard let number = byte() else { return nil }
        if number == 0 { return text() }
        return Int(number) <= PackedJSON.names.count ? PackedJSON.names[Int(number) - 1] : nil
    }

    private mutating func value(depth: Int) -> JSON? {
        guard let sort = byte() else { return nil }
        switch sort {
        case PackedJSON.Sort.null: return .null
        case PackedJSON.Sort.no: return .bool(false)
        case PackedJSON.Sort.yes: return .bool(true)
        case PackedJSON.Sort.number: return text().map { .number($0) }
        case PackedJSON.Sort.integer: return length().map { .number(String($0)) }
        case PackedJSON.Sort.text: return text().map { .string($0) }
        case PackedJSON.Sort.uuid: return uuid()
        case PackedJSON.Sort.digest:
            return take(32).flatMap { Digest(bytes: Array($0)) }.map { .string($0.description) }
        case PackedJSON.Sort.array: return array(depth: depth + 1)
        case PackedJSON.Sort.object: return object(depth: depth + 1).map { .object($0) }
        case PackedJSON.Sort.shortText...: return text(of: Int(sort & 0x3F)).map { .string($0) }
        default: return nil
        }
    }

    private mutating func uuid() -> JSON? {
        guard let slice = take(16) else { return nil }
        let uuid = slice.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
        return .string(UUIDText.text(of: uuid))
    }

    private mutating func array(depth: Int) -> JSON? {
        guard depth <= JSONReader.maximumDepth, let count = length(), count <= bytes.count else { return nil }
        var elements: [JSON] = []
        for _ in 0..<count {
            guard let element = value(depth: depth) else { return nil }
            elements.append(element)
        }
        return .array(elements)
    }

    private mutating func text() -> String? {
        length().flatMap { text(of: $0) }
    }

    private mutating func text(of count: Int) -> String? {
        guard count <= bytes.count - index else { return nil }
        defer { index += count }
        guard let text = try? UTF8Span(validating: bytes.span.extracting(index..<index + count)) else { return nil }
        return String(copying: text)
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= bytes.count - index else { return nil }
        defer { index += count }
        return bytes[index..<index + count]
    }

    private mutating func byte() -> UInt8? {
        guard index < bytes.count else { return nil }
        defer { index += 1 }
        return bytes[index]
    }

    private mutating func length() -> Int? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let next = byte() {
            value |= UInt64(next & 0x7F) << shift
            if next & 0x80 == 0 { return value <= UInt64(UInt32.max) ? Int(value) : nil }
            shift += 7
            guard shift < 35 else { return nil }
        }
        return nil
    }
}
