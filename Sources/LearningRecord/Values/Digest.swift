/// A SHA-256 digest (FIPS 180-4) of a file or document.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// A digest of these bytes; `nil` unless there are 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Reads 64 hexadecimal digits; `nil` for anything else.
    public init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for index in stride(from: 0, to: 64, by: 2) {
            guard let byte = Hexadecimal.byte(digits[index], digits[index + 1]) else { return nil }
            bytes.append(byte)
        }
        self.bytes = bytes
    }

    /// 64 lower-case hexadecimal digits.
    public var description: String {
        String(decoding: bytes.flatMap { [Hexadecimal.digit($0 >> 4), Hexadecimal.digit($0 & 15)] }, as: UTF8.self)
    }
}

extension Digest: FieldValue {
    /// Reads it from JSON.
    /// - Throws: `RecordError` with the path, where the JSON has another shape or value.
    public static func read(_ json: JSON, at path: @autoclosure () -> String) throws(RecordError) -> Digest {
        guard let text = json.string, let digest = Digest(text) else {
            throw RecordError(.invalidValue, at: path(), "must be a SHA-256 digest in 64 hexadecimal digits")
        }
        return digest
    }

    /// As JSON, in the form that `read` takes.
    public var json: JSON { .string(description) }
}
