import Crypto

/// 256 random bits that let somebody in. The database keeps SHA-256 of them and nothing else: that suffices for what
/// nobody can guess, and a copy of the database opens no door.
struct Secret: Sendable, Equatable {
    /// Base64url without padding (RFC 4648, section 5): 43 characters.
    let text: String

    /// A new one.
    init() {
        text = RandomText.make()
    }

    /// One that somebody shows; `nil` when it cannot be one. Every request comes by here, so that it is not decoded: what
    /// is compared in the end is the digest of the text.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count == 43, text.utf8.allSatisfy(Base64URL.isDigit) else { return nil }
        self.text = String(text)
    }

    /// SHA-256 of the text.
    var digest: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}
