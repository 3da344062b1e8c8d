import Foundation
import LearningRecord
import Testing

@Suite("JSON texts")
struct JSONReaderTests {
    @Test("Good texts are read as what they say")
    func good() throws {
        let cases: [(String, JSON)] = [
            ("null", .null), ("true", .bool(true)), ("false", .bool(false)), (" \t\r\n1 \t\r\n", .number("1")),
            ("0", .number("0")), ("-0", .number("-0")), ("-0.0", .number("-0.0")), ("1.50", .number("1.50")),
            ("1e5", .number("1e5")), ("1E+5", .number("1E+5")), ("-12.5e-0007", .number("-12.5e-0007")),
            (
                "123456789012345678901234567890.00000000000000000001",
                .number("123456789012345678901234567890.00000000000000000001")
            ),
            ("\"\"", .string("")), ("\"é漢🌱\"", .string("é漢🌱")),
            (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
            (#""\u0041\u00e9\u6F22""#, .string("Aé漢")), (#""\ud83c\uDF31""#, .string("🌱")),
            (#""\u0000""#, .string("\0")),
            (#""\uFFFD\uD7FF\uE000""#, .string("\u{FFFD}\u{D7FF}\u{E000}")),
            (#""\udbff\udfff""#, .string("\u{10FFFF}")),
            ("\"\u{7F}\u{2028}\"", .string("\u{7F}\u{2028}")), ("[]", .array([])), ("{}", .object([:])),
            ("[[],[[]]]", .array([.array([]), .array([.array([])])])),
            ("[1,\n2 , 3]", .array(["1", "2", "3"].map(JSON.number))),
            ("{\"\":0,\"a\":{\"a\":1}}", .object(["": .number("0"), "a": .object(["a": .number("1")])])),
            // Names that look alike and are not the same.
            ("{\"caf\u{E9}\":1,\"cafe\u{301}\":2}", .object(["caf\u{E9}": .number("1"), "cafe\u{301}": .number("2")])),
        ]
        for (text, value) in cases {
            let read = try JSONReader.read(Array(text.utf8))
            #expect(read == value, "\(text)")
            #expect(try JSONReader.read(JSONWriter.bytes(read)) == value)
        }
    }

    @Test(
        "Bad texts are refused",
        arguments: [
            "", " ", "nul", "nulll", "True", "NaN", "Infinity", "-", "+1", "01", "-01", "1.", ".5", "1.e5", "1e", "1e+",
            "0x1", "1 2", "1,", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1;2]", "{", "}", "{\"a\"", "{\"a\":",
            "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{a:1}", "{'a':1}", "{1:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}",
            "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"",
            "\"\\u+123\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800\\ud800\"", "\"\\ud800x\"",
            "\"\\udc00\\ud800\"", "\"a\nb\"", "\"a\tb\"", "\"a\u{0}b\"", "\"a\\nb\u{1}\"", "'a'", "// c\n1", "/* c */1",
            "1//",
            "\u{FEFF}1", "\u{A0}1", "[1]]", "{}{}", "\"a\"\"b\"", "tru", "falsey", "--1", "1e5.5", "[\"\\", "\"\\u",
        ])
    func bad(text: String) {
        #expect(throws: JSONReader.Failure.self) { try JSONReader.read(Array(text.utf8)) }
    }

    @Test(
        "Bytes that are no UTF-8 are refused inside of a text and outside",
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3], [0x80],
            [0xF0, 0x9F, 0x8C],
        ] as [[UInt8]])
    func encoding(bytes: [UInt8]) {
        #expect(throws: JSONReader.Failure.self) { try JSONReader.read([0x22] + bytes + [0x22]) }
        #expect(throws: JSONReader.Failure.self) { try JSONReader.read([0x22] + bytes + Array("\\n\"".utf8)) }
        #expect(throws: JSONReader.Failure.self) { try JSONReader.read(bytes) }
    }

    @Test("Depth is bounded, and the bound itself is allowed")
    func depth() throws {
        let bound = JSONReader.maximumDepth
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            func nested(_ depth: Int) -> [UInt8] {
                Array((String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)).utf8)
            }
            _ = try JSONReader.read(nested(bound))
            #expect(throws: JSONReader.Failure.self) { try JSONReader.read(nested(bound + 1)) }
            #expect(throws: JSONReader.Failure.self) { try JSONReader.read(nested(1_000_000)) }
        }
        // Depth is how far inside, not how many.
        _ = try JSONReader.read(Array(("[" + String(repeating: "[],", count: 1000) + "[]]").utf8))
    }

    @Test("Many names are checked for doubles as few are", arguments: [1, 11, 12, 13, 14, 40, 500])
    func manyNames(count: Int) throws {
        let members = (0..<count).map { "\"n\($0)\":\($0)" }
        let read = try JSONReader.read(Array("{\(members.joined(separator: ","))}".utf8))
        #expect(read.object?.members.count == count)
        for double in Set([0, count / 2, count - 1]) {
            let text = "{\((members + ["\"n\(double)\":0"]).joined(separator: ","))}"
            let failure = #expect(throws: JSONReader.Failure.self) { try JSONReader.read(Array(text.utf8)) }
            #expect(failure?.reason == "the name \"n\(double)\" stands twice")
        }
    }

    @Test("An error names the byte, counted from 1 and from the start of a slice")
    func offsets() {
        let text = Array("xxxxx[1,2,]".utf8)
        let failure = #expect(throws: JSONReader.Failure.self) { try JSONReader.read(text[5...]) }
        #expect(failure?.offset == 5)
        #expect(failure?.description.hasSuffix("at byte 6") == true)
    }

    @Test("Whole numbers are exact and no others")
    func integers() {
        #expect(JSON.number("9223372036854775807").integer == .max)
        #expect(JSON.number("-9223372036854775808").integer == .min)
        #expect(JSON.number("-0").integer == 0)
        for text in ["9223372036854775808", "1.0", "1e0", "0.5"] { #expect(JSON.number(text).integer == nil) }
    }

    @Test("Random bytes and spoilt texts never do worse than an error", arguments: Seeds.first(30))
    func noise(seed: UInt64) throws {
        var maker = EventMaker(seed: seed)
        let alphabet =
            Array(#"{}[]",:\u0123456789.eE+-truefalsn dbc/"#.utf8) + [0, 9, 10, 0x80, 0xC3, 0xA9, 0xED, 0xF0, 0xFF]
        for _ in 0..<200 {
            let bytes = try maker.list(0...40) { try $0.one(of: alphabet) }
            expectSound(bytes)
        }
        for kind in EventKind.allCases {
            var bytes = JSONWriter.bytes(.object(try maker.event(kind).json))
            for _ in 0..<maker.number(1...3) {
                bytes[maker.number(0...(bytes.count - 1))] = try maker.one(of: alphabet)
            }
            expectSound(bytes)
            expectSound(Array(bytes.prefix(maker.number(0...bytes.count))))
            _ = try? LearningEvent(json: bytes)
        }
    }

    /// What is read is written as a text that reads the same.
    private func expectSound(_ bytes: [UInt8]) {
        guard let value = try? JSONReader.read(bytes) else { return }
        #expect((try? JSONReader.read(JSONWriter.bytes(value))) == value)
        #expect((try? JSONReader.read(Array(JSONWriter.pretty(value).utf8))) == value)
    }

    @Test("What it reads, Foundation reads too", arguments: Seeds.first(20))
    func foundation(seed: UInt64) throws {
        var maker = EventMaker(seed: seed)
        for kind in EventKind.allCases {
            let event = try maker.event(kind)
            let object = try JSONSerialization.jsonObject(with: Data(JSONWriter.bytes(.object(event.json))))
            let words = try #require(object as? [String: Any])["words"] as? [String: String] ?? [:]
            for entry in event.words.texts {
                #expect(words[entry.name].map { Array($0.utf8) } == Array(entry.text.utf8))
            }
        }
    }
}
