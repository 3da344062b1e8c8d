import TestSupport
import Testing

@testable import Service

@Suite("base64url")
struct Base64URLTests {
    @Test(
        "the vectors of RFC 4648, section 10, without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(plain: String, text: String) {
        #expect(Base64URL.text(plain.utf8) == text)
        #expect(Base64URL.bytes(text) == Array(plain.utf8))
    }

    @Test(
        "what is written is read again, and uses only characters that need no escape",
        arguments: 0..<200 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = (0..<Int.random(in: 0...100, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        let text = Base64URL.text(bytes)
        #expect(Base64URL.bytes(text) == bytes)
        #expect(text == OpenIDAddress.encoded(text))
    }

    @Test(
        "bits too many, padding, spaces and the other alphabet are refused",
        arguments: [
            "Zh", "Zm9vYmF=", "Zg==", "Z", "Zg\n", " Zg", "+/+/", "Zm9v!", "Zm9vYmE=", "é",
        ])
    func refused(text: String) {
        #expect(Base64URL.bytes(text) == nil)
    }
}
