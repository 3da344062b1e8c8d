import Crypto
import Foundation
import TestSupport
import Testing

@testable import Service

@Suite("Sealed state")
struct SealedStateTests {
    private let key = SymmetricKey(data: Array(repeating: UInt8(7), count: 32))
    private let now = Date(timeIntervalSince1970: 1_800_000_000)
    private var seal: SealedState { SealedState(key: key, purpose: "test") }

    @Test("what is sealed opens, until it expires", arguments: 0..<100 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let content = (0..<Int.random(in: 0...2000, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        let text = try seal.seal(content, until: now + 60)
        #expect(text.utf8.count < SealedState.maximumLength)
        #expect(try seal.open(text, at: now) == content)
        #expect(try seal.open(text, at: now + 59.9) == content)
        #expect(throws: SealedStateError.expired) { try seal.open(text, at: now + 60) }
    }

    @Test("a change anywhere is found", arguments: 0..<100 as Range<UInt64>)
    func changes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var bytes = try #require(Base64URL.bytes(seal.seal(Array("content".utf8), until: now + 60)))
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        let expected: SealedStateError = place == 0 ? .malformed : .changed
        #expect(throws: expected) { try seal.open(Base64URL.text(bytes), at: now) }
        let short = Array(bytes.dropLast(Int.random(in: 1..<bytes.count, using: &random)))
        #expect(throws: SealedStateError.self) { try seal.open(Base64URL.text(short), at: now) }
    }

    @Test("another key or purpose does not open it, and nothing of the content shows")
    func others() throws {
        let text = try seal.seal(Array("the verifier".utf8), until: now + 60)
        let otherKey = SealedState(key: SymmetricKey(size: .bits256), purpose: "test")
        #expect(throws: SealedStateError.changed) { try otherKey.open(text, at: now) }
        let otherPurpose = SealedState(key: key, purpose: "test 2")
        #expect(throws: SealedStateError.changed) { try otherPurpose.open(text, at: now) }
        let bytes = try #require(Base64URL.bytes(text))
        #expect(!String(decoding: bytes, as: UTF8.self).contains("verifier"))
        #expect(try seal.seal(Array("the verifier".utf8), until: now + 60) != text)
    }

    @Test("more than a cookie holds is refused, on both ways")
    func length() throws {
        #expect(throws: SealedStateError.tooLong) {
            try seal.seal(Array(repeating: 0, count: 2900), until: now + 60)
        }
        #expect(throws: SealedStateError.malformed) {
            try seal.open(String(repeating: "A", count: SealedState.maximumLength + 1), at: now)
        }
        #expect(throws: SealedStateError.malformed) { try seal.open("", at: now) }
        #expect(throws: SealedStateError.malformed) { try seal.open("AQ", at: now) }
    }
}
