import Foundation

/// Zip files made byte by byte (APPNOTE 6.3, 4.3), so that they can say what no tool would write.
struct ZipMaker {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0

    /// Adds a part that is stored as it is.
    /// - Parameters:
    ///   - claimedSize: the unpacked size that the zip file says, where it is not the true one.
    ///   - flags: bit 0 says that the part is encrypted.
    mutating func add(_ name: String, _ content: [UInt8], flags: UInt16 = 0) {
        add(name, packed: content, size: content.count, crc: Self.crc(content), method: 0, flags: flags)
    }

    /// Adds a part of zeros, packed by the deflate of RFC 1951 as far as it goes: about a thousandth is left.
    mutating func addBomb(_ name: String, megabytes: Int) {
        add(
            name, packed: [UInt8](repeating: 0, count: megabytes * 1_000), size: megabytes * 1_000_000, crc: 0,
            method: 8,
            flags: 0)
    }

    /// Adds a part that says it unpacks to another size than it does.
    mutating func addLiar(_ name: String, _ content: [UInt8], claiming size: Int) {
        // Deflate with one stored block (RFC 1951, 3.2.4).
        let length = UInt16(content.count)
        let packed = [1] + Self.little(length) + Self.little(~length) + content
        add(name, packed: packed, size: size, crc: Self.crc(content), method: 8, flags: 0)
    }

    var bytes: [UInt8] {
        let end: [UInt8] =
            [0x50, 0x4B, 0x05, 0x06, 0, 0, 0, 0] + Self.little(count) + Self.little(count)
            + Self.little(UInt32(directory.count)) + Self.little(UInt32(body.count)) + [0, 0]
        return body + directory + end
    }

    private mutating func add(
        _ name: String, packed: [UInt8], size: Int, crc: UInt32, method: UInt16, flags: UInt16
    ) {
        let offset = UInt32(body.count)
        let common =
            Self.little(UInt16(20)) + Self.little(flags) + Self.little(method) + [0, 0, 0x21, 0x58] + Self.little(crc)
            + Self.little(UInt32(packed.count)) + Self.little(UInt32(size)) + Self.little(UInt16(name.utf8.count))
            + [0, 0]
        body += [0x50, 0x4B, 0x03, 0x04] + common + Array(name.utf8) + packed
        directory += [0x50, 0x4B, 0x01, 0x02] + Self.little(UInt16(20)) + common
        directory += [0, 0, 0, 0, 0, 0, 0, 0, 0, 0] + Self.little(offset) + Array(name.utf8)
        count += 1
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
