import Foundation
import LearningRecord
import Testing
import TestSupport

@Suite("UUIDs of version 7")
struct UUIDv7GeneratorTests {
    @Test("only grow, whatever the clock does, and carry version, variant and time", arguments: Seeds.first(20))
    func order(seed: UInt64) throws {
        var generator = UUIDv7Generator(randomness: SeededGenerator(seed: seed))
        var clock = SeededGenerator(seed: seed &+ 1000)
        var now: Int64 = 1_700_000_000_000_000
        var last: [UInt8] = []
        var wrong: [[UInt8]] = []
        for _ in 0..<5_000 {
            // Mostly the same millisecond, sometimes on, sometimes back.
            let step = Int.random(in: 0..<100, using: &clock)
            if step == 0 { now += 3_000 } else if step == 1 { now -= 50_000 }
            let bytes = withUnsafeBytes(of: generator.next(at: Instant(microseconds: now)).uuid) { Array($0) }
            if !last.lexicographicallyPrecedes(bytes) || bytes[6] >> 4 != 7 || bytes[8] >> 6 != 2 {
                wrong.append(bytes)
            }
            last = bytes
        }
        #expect(wrong.isEmpty)
    }

    @Test("begin with the milliseconds since 1970 (RFC 9562, appendix A.6)")
    func time() throws {
        var generator = UUIDv7Generator(randomness: SeededGenerator(seed: 1))
        let now = try #require(Instant("2022-02-22T14:22:22-05:00"))
        let text = generator.next(at: now).uuidString.lowercased()
        #expect(text.hasPrefix("017f22e2-79b0-7"))
    }

    @Test("differ in their random bits between generators")
    func randomness() {
        var ids: Set<UUID> = []
        for seed in Seeds.first(500) {
            var generator = UUIDv7Generator(randomness: SeededGenerator(seed: seed))
            ids.insert(generator.next(at: Instant(microseconds: 0)))
        }
        #expect(ids.count == Seeds.first(500).count)
    }
}
