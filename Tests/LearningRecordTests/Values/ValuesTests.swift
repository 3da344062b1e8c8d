import Foundation
import LearningRecord
import Testing

@Suite("Values of fields")
struct ValuesTests {
    @Test(
        "Identifiers are written as Foundation writes them, in lower case, and read in either",
        arguments: Seeds.first(10))
    func identifiers(seed: UInt64) throws {
        var maker = EventMaker(seed: seed)
        for _ in 0..<50 {
            let id: EventID = maker.id()
            #expect(id.description == id.uuid.uuidString.lowercased())
            #expect(EventID(id.description) == id)
            #expect(EventID(id.uuid.uuidString) == id)
        }
    }

    @Test(
        "What is no UUID is refused",
        arguments: [
            "", "0198c5b2", "0198c5b27c1e7d3a9a513f6f2b1c0d4e", "{0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d4e}",
            "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d4g", "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d4e ",
            "0198c5b27-c1e-7d3a-9a51-3f6f2b1c0d4e", "0198c5b2-7c1e-7d3a-9a513-f6f2b1c0d4e",
            "urn:uuid:0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d4e", "0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d\u{FF14}",
        ])
    func noIdentifier(text: String) {
        #expect(EventID(text) == nil)
    }

    @Test("A label has 1 to 200 bytes, no control character and no space at an end")
    func labels() throws {
        for text in ["a", "é", "Bridge of paper strips", "漢字", "a  b", "a\u{A0}", String(repeating: "é", count: 100)] {
            #expect(Label(text)?.text == text)
        }
        for text in [
            "", " ", " a", "a ", "a\n", "a\tb", "a\u{0}", "a\u{7F}b", "a\u{80}b", "a\u{9F}", "a\r\nb",
            String(repeating: "é", count: 100) + "x",
        ] {
            #expect(Label(text) == nil)
        }
        // The first byte after the control characters of Latin-1, and other letters with such bytes inside.
        #expect(Label("\u{A0}a") != nil)
        #expect(Label("\u{440}\u{2080}") != nil)
    }

    @Test("Texts that look alike are different texts: equality is what is stored and hashed")
    func exactness() throws {
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        #expect(composed == decomposed)
        #expect(try #require(Label(composed)) != #require(Label(decomposed)))
        #expect(JSON.string(composed) != JSON.string(decomposed))
        #expect(JSON.string(composed) == JSON.string(composed))
        #expect(JSONObject([(composed, .null)]) != JSONObject([(decomposed, .null)]))
        #expect(Words(["reason": composed]) != Words(["reason": decomposed]))
        #expect(Set([Label(composed), Label(decomposed)]).count == 2)
        // The same bytes in another order: canonically equivalent and of one length.
        #expect("e\u{301}\u{323}" == "e\u{323}\u{301}")
        #expect(JSON.string("e\u{301}\u{323}") != JSON.string("e\u{323}\u{301}"))
        var object = JSONObject([(composed, .null)])
        object[decomposed] = .bool(true)
        #expect(object.members.count == 2)
        #expect(object[composed] == .null)
    }

    @Test("A digest is 32 bytes, read in either case")
    func digests() throws {
        let digest = try #require(Digest(bytes: Array(0..<32)))
        #expect(digest.description == "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
        #expect(Digest(digest.description.uppercased()) == digest)
        #expect(Digest(bytes: Array(0..<31)) == nil)
        #expect(Digest(String(digest.description.dropLast())) == nil)
        #expect(Digest(digest.description.dropLast() + "g") == nil)
    }

    @Test("A level is a place from 1 to 99")
    func levels() {
        #expect(Level(1)?.ordinal == 1)
        #expect(Level(99)?.ordinal == 99)
        for ordinal in [Int.min, -1, 0, 100, 65_537, Int.max] { #expect(Level(ordinal) == nil) }
    }
}
