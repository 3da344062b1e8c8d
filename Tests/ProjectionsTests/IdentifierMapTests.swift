import Foundation
import LearningRecord
import Projections
import TestSupport
import Testing

@Suite("A map by identifier")
struct IdentifierMapTests {
    @Test("holds what a dictionary would, in the order of the identifiers", arguments: 0..<20)
    func sameAsDictionary(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 1)
        // Few identifiers, so that each is met again and again; their halves agree now and then.
        let known = (0..<12).map { _ in Self.id(UInt64.random(in: 0..<3, using: &random), random.next()) }
        var map = IdentifierMap<EventSubject, Int>()
        var dictionary: [EventID: Int] = [:]
        for step in 0..<200 {
            let id = try #require(known.randomElement(using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                map[id] = nil
                dictionary[id] = nil
            case 1:
                map[id] = step
                dictionary[id] = step
            default:
                map[id, default: 5] += step
                dictionary[id, default: 5] += step
            }
            #expect(map[id] == dictionary[id])
            #expect(map.count == dictionary.count)
            #expect(map.isEmpty == dictionary.isEmpty)
        }
        let sorted = dictionary.sorted { $0.key.uuid < $1.key.uuid }
        #expect(map.map(\.key) == sorted.map(\.key))
        #expect(map.map(\.value) == sorted.map(\.value))

        var writer = StateWriter()
        writer.put(map) { $0.put(Int64($1)) }
        var reader = StateReader(writer.bytes)
        let read: IdentifierMap<EventSubject, Int> = try reader.map { reader throws(StateError) in
            Int(try reader.signed())
        }
        try reader.finish()
        #expect(read == map)
    }

    @Test("identifiers are ordered, told apart and hashed by all their bytes")
    func identifiers() {
        let low = Self.id(1, 2)
        for other in [Self.id(1, 3), Self.id(2, 0), Self.id(1, 1 << 63)] {
            #expect(low < other)
            #expect(!(other < low))
            #expect(low != other)
            #expect(low.hashValue != other.hashValue)
            #expect((low.uuid < other.uuid) == (low < other))
        }
        #expect(low == Self.id(1, 2))
        #expect(low.hashValue == Self.id(1, 2).hashValue)
    }

    private static func id(_ high: UInt64, _ low: UInt64) -> EventID {
        let halves = (high.bigEndian, low.bigEndian)
        return EventID(withUnsafeBytes(of: halves) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) })
    }
}
