import Foundation

/// The text form of UUIDs (RFC 9562, section 4): 8-4-4-4-12 hexadecimal digits.
enum UUIDText {
    /// Reads digits of either case; `nil` for anything else.
    static func read(_ text: String) -> UUID? {
        var text = text
        return text.withUTF8 { digits in
            guard digits.count == 36 else { return nil }
            var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            let isRead = withUnsafeMutableBytes(of: &value) { bytes in
                var index = 0
                for place in bytes.indices {
                    if hasDash(at: index) {
                        guard digits[index] == UInt8(ascii: "-") else { return false }
                        index += 1
                    }
                    guard let byte = Hexadecimal.byte(digits[index], digits[index + 1]) else { return false }
                    bytes[place] = byte
                    index += 2
                }
                return true
            }
            return isRead ? UUID(uuid: value) : nil
        }
    }

    /// Writes lower-case digits.
    static func text(of uuid: UUID) -> String {
        String(unsafeUninitializedCapacity: 36) { digits in
            var index = 0
            withUnsafeBytes(of: uuid.uuid) { bytes in
                for byte in bytes {
                    if hasDash(at: index) {
                        digits[index] = UInt8(ascii: "-")
                        index += 1
                    }
                    digits[index] = Hexadecimal.digit(byte >> 4)
                    digits[index + 1] = Hexadecimal.digit(byte & 15)
                    index += 2
                }
            }
            return index
        }
    }

    private static func hasDash(at index: Int) -> Bool { index == 8 || index == 13 || index == 18 || index == 23 }
}
