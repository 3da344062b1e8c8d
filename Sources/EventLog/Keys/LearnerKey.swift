import Crypto
import Foundation
import LearningRecord

/// The key of one learner's words, ready for use.
///
/// Words are sealed by AES-256-GCM (NIST SP 800-38D) with the event's id as associated data. The nonce is not drawn but
/// derived from the id and the words by HMAC-SHA-256 under a key of its own, so the same event seals to the same bytes:
/// a retry is recognised by comparing what is stored, and no nonce ever serves two different messages.
struct LearnerKey: Sendable {
    private let sealing: SymmetricKey
    /// Keyed once; each use is of a copy.
    private let nonces: HMAC<SHA256>

    init(_ secret: SymmetricKey) {
        sealing = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: secret, info: Array("waymark words".utf8), outputByteCount: 32)
        nonces = HMAC(
            key: HKDF<SHA256>.deriveKey(
                inputKeyMaterial: secret, info: Array("waymark nonces".utf8), outputByteCount: 32))
    }

    /// Nonce, ciphertext and tag of the words of an event.
    func seal(_ words: [UInt8], of event: EventID) throws -> [UInt8] {
        let id = event.uuid.bytes
        var code = nonces
        code.update(data: id + words)
        let nonce = try AES.GCM.Nonce(data: code.finalize().withUnsafeBytes { Array($0.prefix(12)) })
        let box = try AES.GCM.seal(words, using: sealing, nonce: nonce, authenticating: id)
        // With a nonce of 12 bytes the combined form is always there.
        return Array(box.combined ?? Data())
    }

    /// The words that were sealed for an event.
    func open(_ sealed: [UInt8], of event: EventID) throws(KeyError) -> [UInt8] {
        do {
            return try withUnsafeBytes(of: event.uuid.uuid) { id in
                Array(try AES.GCM.open(try AES.GCM.SealedBox(combined: sealed), using: sealing, authenticating: id))
            }
        } catch {
            throw .damaged(what: "the words of event \(event)")
        }
    }

    /// Nonce, ciphertext and tag of a file, by a key of its own kind and a nonce that is drawn: a file is sealed once, and
    /// no retry compares it.
    func seal(file bytes: [UInt8], of digest: LearningRecord.Digest) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: files, authenticating: digest.bytes)
        return Array(box.combined ?? Data())
    }

    /// The file that was sealed under a digest.
    func open(file sealed: [UInt8], of digest: LearningRecord.Digest) throws(KeyError) -> [UInt8] {
        do {
            return Array(
                try AES.GCM.open(try AES.GCM.SealedBox(combined: sealed), using: files, authenticating: digest.bytes))
        } catch {
            throw .damaged(what: "the file \(digest)")
        }
    }

    private var files: SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: sealing, info: Array("waymark files".utf8), outputByteCount: 32)
    }
}
