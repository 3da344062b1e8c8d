/// The id of an event: a UUID of version 7 (RFC 9562, section 5.7), with the time the event happened in front.
struct EventReference {
    private let high, low: UInt64

    /// - Parameter bits: 64 bits that no other event of the district has, so that no other has the id.
    init(milliseconds: UInt64, bits: UInt64, key: UInt64) {
        high = milliseconds << 16 | 0x7000 | bits >> 52
        low = 1 << 63 | (key >> 54) << 52 & 0x3FF0_0000_0000_0000 | bits & 0x000F_FFFF_FFFF_FFFF
    }

    /// A UUID of version 8 made of random bits: for what is no event.
    init(random bits: (UInt64, UInt64)) {
        high = bits.0 & ~0xF000 | 0x8000
        low = 1 << 63 | bits.1 >> 2
    }

    /// The UUID as text.
    var text: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the UUID.
    func append(to bytes: inout [UInt8]) {
        Self.append(high, from: 60, through: 32, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Self.append(high, from: 28, through: 16, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Self.append(high, from: 12, through: 0, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Self.append(low, from: 60, through: 48, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Self.append(low, from: 44, through: 0, to: &bytes)
    }

    private static func append(_ value: UInt64, from: Int, through: Int, to bytes: inout [UInt8]) {
        var shift = from
        while shift >= through {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 15
            bytes.append(digit < 10 ? 48 + digit : 87 + digit)
            shift -= 4
        }
    }
}
