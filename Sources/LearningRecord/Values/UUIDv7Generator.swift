public import Foundation

/// Makes UUIDs of version 7 (RFC 9562, section 5.7): ordered by time, so that an index of them grows at one end.
///
/// Within one generator ids never decrease, also when the clock steps back.
public struct UUIDv7Generator<Randomness: RandomNumberGenerator> {
    private var last: UInt64 = 0
    private var counter: UInt16 = 0
    private var randomness: Randomness

    /// A generator that draws its random bits from `randomness`.
    public init(randomness: Randomness) {
        self.randomness = randomness
    }

    /// The next id, for the time `now`.
    public mutating func next(at now: Instant) -> UUID {
        let milliseconds = UInt64(max(0, now.microseconds / 1000))
        if milliseconds > last {
            last = milliseconds
            // Leaves the upper half of the 12 bits free to count up in.
            counter = UInt16.random(in: 0..<0x800, using: &randomness)
        } else if counter < 0xFFF {
            counter += 1
        } else {
            last += 1
            counter = 0
        }
        let tail = UInt64.random(in: 0...UInt64.max, using: &randomness)
        func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
        return UUID(
            uuid: (
                byte(last, 40), byte(last, 32), byte(last, 24), byte(last, 16), byte(last, 8), byte(last, 0),
                0x70 | UInt8(counter >> 8), UInt8(truncatingIfNeeded: counter),
                0x80 | (byte(tail, 56) & 0x3F), byte(tail, 48), byte(tail, 40), byte(tail, 32),
                byte(tail, 24), byte(tail, 16), byte(tail, 8), byte(tail, 0)
            ))
    }
}

extension UUIDv7Generator where Randomness == SystemRandomNumberGenerator {
    /// A generator on the system's randomness.
    public init() {
        self.init(randomness: SystemRandomNumberGenerator())
    }
}
