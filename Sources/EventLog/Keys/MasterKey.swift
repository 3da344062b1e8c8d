import Crypto
import Foundation

/// The key that wraps every district's key. It never enters the database.
public struct MasterKey: Sendable {
    let key: SymmetricKey
    /// A name for the key that gives nothing of it away: what a district's key remembers of the one that wrapped it.
    public let fingerprint: String

    /// A key of 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
        let code = HMAC<SHA256>.authenticationCode(for: Array("waymark master key".utf8), using: key)
        fingerprint = code.prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// A new key, and the text under which a file keeps it.
    public static func generate() -> (key: MasterKey, text: String)? {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        return MasterKey(bytes: bytes).map { ($0, Data(bytes).base64EncodedString()) }
    }

    /// The key that the environment names: `WAYMARK_MASTER_KEY` holds it, or `WAYMARK_MASTER_KEY_FILE` names its file.
    /// - Parameter fallbackFile: the file to read where neither is set, if it exists.
    public static func load(
        environment: [String: String], fallbackFile: String? = nil
    ) throws(KeyError) -> MasterKey {
        if let text = environment["WAYMARK_MASTER_KEY"], !text.isEmpty {
            return try parse(text, source: "WAYMARK_MASTER_KEY")
        }
        if let path = environment["WAYMARK_MASTER_KEY_FILE"], !path.isEmpty { return try read(file: path) }
        if let fallbackFile, FileManager.default.fileExists(atPath: fallbackFile) {
            return try read(file: fallbackFile)
        }
        throw .noMasterKey
    }

    /// The key that a file holds.
    public static func read(file path: String) throws(KeyError) -> MasterKey {
        guard let data = FileManager.default.contents(atPath: path) else { throw .unreadableFile(path: path) }
        let mode = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? NSNumber
        if let mode, mode.intValue & 0o077 != 0 { throw .exposedFile(path: path) }
        return try parse(String(decoding: data, as: UTF8.self), source: path)
    }

    private static func parse(_ text: String, source: String) throws(KeyError) -> MasterKey {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let bytes = text.count == 64 ? hexadecimal(text) : Data(base64Encoded: text).map { Array($0) }
        guard let bytes, let key = MasterKey(bytes: bytes) else { throw .malformedMasterKey(source: source) }
        return key
    }

    private static func hexadecimal(_ text: String) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
