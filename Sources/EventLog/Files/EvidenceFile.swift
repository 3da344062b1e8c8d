import Crypto
public import LearningRecord

/// A file that somebody added as evidence: a picture, a text, a film.
public struct EvidenceFile: Hashable, Sendable {
    /// Bytes that the name may have.
    public static let longestName = 255

    /// What it is called.
    public var name: String
    /// The media type, such as `image/png`, told from what is in it.
    public var type: String
    /// What is in it.
    public var bytes: [UInt8]

    /// A file. A name that is too long is cut.
    public init(name: String, type: String, bytes: [UInt8]) {
        var name = name
        while name.utf8.count > Self.longestName { name.removeLast() }
        (self.name, self.type, self.bytes) = (name, type, bytes)
    }

    /// SHA-256 of what is in it.
    public var digest: LearningRecord.Digest {
        guard let digest = LearningRecord.Digest(bytes: Array(SHA256.hash(data: bytes))) else {
            // FIPS 180-4: it has 32 bytes, which is all that is asked for.
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return digest
    }
}

extension EvidenceFile {
    /// What is sealed: a byte with the length of the name, the name, the file. A name is something that a person wrote.
    var packed: [UInt8] {
        let name = Array(name.utf8)
        return [UInt8(name.count)] + name + bytes
    }

    /// Reads what ``packed`` wrote.
    init?(packed: [UInt8], type: String) {
        guard let length = packed.first.map(Int.init), packed.count > length else { return nil }
        self.init(
            name: String(decoding: packed[1..<(1 + length)], as: UTF8.self), type: type,
            bytes: Array(packed[(1 + length)...]))
    }
}
