import Crypto
import Foundation

/// Keys under keys: AES-256-GCM with a random nonce, and whose key it is as associated data.
enum KeyWrap {
    static func wrap(_ secret: SymmetricKey, under key: SymmetricKey, owner: [UInt8]) throws(KeyError) -> [UInt8] {
        let bytes = secret.withUnsafeBytes { Array($0) }
        // Sealing fails only for keys of a length that none of ours has.
        guard let box = try? AES.GCM.seal(bytes, using: key, authenticating: owner), let combined = box.combined else {
            throw .damaged(what: "a key to be wrapped")
        }
        return Array(combined)
    }

    static func unwrap(
        _ wrapped: [UInt8], under key: SymmetricKey, owner: [UInt8], what: String
    ) throws(KeyError) -> SymmetricKey {
        guard let box = try? AES.GCM.SealedBox(combined: wrapped),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: owner)
        else { throw .damaged(what: what) }
        return SymmetricKey(data: bytes)
    }
}

extension UUID {
    var bytes: [UInt8] { withUnsafeBytes(of: uuid) { Array($0) } }
}
