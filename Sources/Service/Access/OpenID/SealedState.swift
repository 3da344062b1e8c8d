public import Crypto
public import Foundation

/// Seals a few bytes for a time, so that a browser can carry them and neither read nor change them: AES-256-GCM under a
/// key of ours. Nothing is kept on the server, and so nothing there is to fill up or to share between processes.
///
/// A text can be brought again until it expires; whoever needs it to be used once must see to that.
///
/// The text is base64url of a version (1 byte), a nonce (12), the sealed expiry (8, seconds since 1970, big-endian) and
/// content, and a tag (16).
public struct SealedState: Sendable {
    /// Cookies may have 4,096 bytes with name and attributes (RFC 6265, section 6.1); this leaves 256 for those.
    public static let maximumLength = 3840
    private static let version: UInt8 = 1
    private static let overhead = 1 + 12 + 8 + 16

    private let key: SymmetricKey
    private let purpose: [UInt8]

    /// - Parameters:
    ///   - key: 32 bytes, the same in all processes of the service.
    ///   - purpose: what is sealed for one purpose does not open for another, though the key is the same.
    public init(key: SymmetricKey, purpose: String) {
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, info: Array("waymark sealed state: \(purpose)".utf8), outputByteCount: 32)
        self.key = derived
        self.purpose = Array(purpose.utf8)
    }

    /// The sealed text of `content`, good until `expiry`.
    public func seal(_ content: [UInt8], until expiry: Date) throws(SealedStateError) -> String {
        guard (Self.overhead + content.count) * 4 / 3 < Self.maximumLength else { throw .tooLong }
        let seconds = UInt64(max(0, expiry.timeIntervalSince1970))
        let plain = withUnsafeBytes(of: seconds.bigEndian) { Array($0) } + content
        do {
            let box = try AES.GCM.seal(plain, using: key, authenticating: [Self.version] + purpose)
            return Base64URL.text([Self.version] + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag))
        } catch {
            throw .unsealable
        }
    }

    /// The content of a sealed text.
    /// - Parameter now: the time by which it may have expired.
    public func open(_ text: String, at now: Date) throws(SealedStateError) -> [UInt8] {
        guard text.utf8.count <= Self.maximumLength, let bytes = Base64URL.bytes(text), bytes.count >= Self.overhead,
            bytes[0] == Self.version
        else { throw .malformed }
        let plain: Data
        do {
            let box = try AES.GCM.SealedBox(combined: bytes.dropFirst())
            plain = try AES.GCM.open(box, using: key, authenticating: [Self.version] + purpose)
        } catch {
            throw .changed
        }
        let expiry = plain.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        guard now.timeIntervalSince1970 < Double(expiry) else { throw .expired }
        return Array(plain.dropFirst(8))
    }
}
