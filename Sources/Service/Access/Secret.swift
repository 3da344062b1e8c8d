import Crypto
import Foundation
import LearningRecord

/// 256 random bits that let somebody in. The database keeps SHA-256 of them and nothing else: that suffices for what
/// nobody can guess, and a copy of the database opens no door.
struct Secret: Sendable, Equatable {
    /// Base64url without padding (RFC 4648, section 5): 43 characters.
    let text: String

    /// A new one.
    init() {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<4).flatMap { _ in withUnsafeBytes(of: generator.next() as UInt64) { Array($0) } }
        text = Base64URL.text(of: bytes)
    }

    /// One that somebody shows; `nil` when it cannot be one.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count == 43, text.utf8.allSatisfy(Base64URL.isDigit) else { return nil }
        self.text = String(text)
    }

    /// SHA-256 of the text.
    var digest: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}

/// Base64 for addresses and cookies (RFC 4648, section 5), without padding.
enum Base64URL {
    /// The text of some bytes.
    static func text(of bytes: some Sequence<UInt8>) -> String {
        String(
            Data(bytes).base64EncodedString().compactMap { character in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }

    /// The bytes of a text; `nil` when it is none.
    static func bytes(of text: some StringProtocol) -> [UInt8]? {
        guard text.utf8.allSatisfy(isDigit) else { return nil }
        let usual = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        return Data(base64Encoded: String(usual) + String(repeating: "=", count: (4 - usual.count % 4) % 4)).map(
            Array.init)
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
