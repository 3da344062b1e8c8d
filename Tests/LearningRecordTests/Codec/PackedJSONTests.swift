import Foundation
import LearningRecord
import TestSupport
import Testing

@Suite("Packed JSON")
struct PackedJSONTests {
    @Test("Any object unpacks to the very same, members in order, digits and texts as they stood", arguments: 0..<300)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let object = Self.object(&random, depth: 0)
        let unpacked = try #require(PackedJSON.unpack(PackedJSON.pack(object)), "seed \(seed)")
        #expect(JSONWriter.bytes(.object(unpacked)) == JSONWriter.bytes(.object(object)), "seed \(seed)")
    }

    @Test("Damaged bytes give nothing or something, and never a crash", arguments: 0..<200)
    func damaged(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let whole = PackedJSON.pack(Self.object(&random, depth: 0))
        for cut in 0..<whole.count { #expect(PackedJSON.unpack(Array(whole.prefix(cut))) == nil) }
        for _ in 0..<50 {
            var bytes = whole
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            _ = PackedJSON.unpack(bytes)
        }
    }

    @Test("The bytes of a form that is stored for years do not change")
    func pinned() {
        let object: JSONObject = [
            "framework": .string("0198c5b2-7c1e-7d3a-9a51-3f6f2b1c0d4e"), "frameworkVersion": .number("300"),
            "policy": .string("default-1"), "other": .array([.bool(true), .null]),
        ]
        let hexadecimal = PackedJSON.pack(object).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        #expect(
            hexadecimal.joined()
                == "010406050198c5b27c1e7d3a9a513f6f2b1c0d4e0709ac020ec964656661756c742d3100056f746865720702" + "0200")
    }

    private static func object(_ random: inout SeededGenerator, depth: Int) -> JSONObject {
        let names = ["competencies", "to", "from", "x", "ünïcode", "", "recipient", "décider", "policy"].shuffled(
            using: &random)
        return JSONObject(
            names.prefix(Int.random(in: 0...names.count, using: &random)).map {
                (name: $0, value: value(&random, depth: depth + 1))
            })
    }

    private static func value(_ random: inout SeededGenerator, depth: Int) -> JSON {
        switch Int.random(in: 0..<(depth > 3 ? 6 : 8), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2:
            let numbers = ["0", "-0", "1.0", "1e5", "4294967295", "4294967296", "127", "128", "16384", "-3", "00"]
            return .number(numbers.randomElement(using: &random) ?? "7")
        case 3:
            let uuid = UUID().uuidString
            return .string(Bool.random(using: &random) ? uuid : uuid.lowercased())
        case 4:
            let digits = (0..<64).map { _ in String(Int.random(in: 0..<16, using: &random), radix: 16) }.joined()
            return .string(Bool.random(using: &random) ? digits : digits.uppercased())
        case 5:
            let length = [0, 1, 62, 63, 64, 65, 127, 128, 5_000].randomElement(using: &random) ?? 3
            return .string(String((0..<length).map { _ in "aé\u{301}\n日🧮".randomElement(using: &random) ?? "b" }))
        case 6: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(&random, depth: depth + 1) })
        default: return .object(object(&random, depth: depth + 1))
        }
    }
}
