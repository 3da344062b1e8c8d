/// A zip file with stored parts (APPNOTE 6.3, section 4.3).
struct ZipFile {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0

    /// Adds a part.
    mutating func add(_ name: String, _ text: String) {
        let content = Array(text.utf8)
        let offset = UInt32(body.count)
        let common =
            Self.little(UInt16(20)) + Self.little(UInt16(0)) + Self.little(UInt16(0)) + [0, 0, 0x21, 0x58]
            + Self.little(Self.crc(content)) + Self.little(UInt32(content.count)) + Self.little(UInt32(content.count))
            + Self.little(UInt16(name.utf8.count)) + [0, 0]
        body += [0x50, 0x4B, 0x03, 0x04] + common + Array(name.utf8) + content
        directory += [0x50, 0x4B, 0x01, 0x02] + Self.little(UInt16(20)) + common
        directory += [UInt8](repeating: 0, count: 10) + Self.little(offset) + Array(name.utf8)
        count += 1
    }

    var bytes: [UInt8] {
        let numbers = Self.little(count) + Self.little(count)
        let sizes = Self.little(UInt32(directory.count)) + Self.little(UInt32(body.count))
        return body + directory + [0x50, 0x4B, 0x05, 0x06, 0, 0, 0, 0] + numbers + sizes + [0, 0]
    }

    private static func little<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// CRC-32 of ISO 3309.
    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
