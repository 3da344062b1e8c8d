import JWTKit
import LearningRecord

/// A public key of the provider (RFC 7517), by which it signs.
struct ProviderKey: Sendable {
    let id: String?
    private let key: JSONObject

    /// The keys of a key set that may be used for signatures. Those of unknown types are passed over, as section 5 of
    /// the standard wants.
    static func read(_ body: [UInt8]) throws(OpenIDError) -> [ProviderKey] {
        guard let json = try? JSONReader.read(body), let keys = json["keys"]?.array else {
            throw .malformed(.keys, "it is not a JSON object with a list of keys")
        }
        return keys.compactMap { json in
            guard let object = json.object, object["kty"]?.string != nil, object["use"]?.string ?? "sig" == "sig"
            else { return nil }
            return ProviderKey(id: object["kid"]?.string, key: object)
        }
    }

    /// The key that signed a token: the one it names, or the only one there is when it names none (OpenID Connect Core
    /// 1.0, section 10.1).
    static func choose(_ id: String?, _ algorithm: IDTokenAlgorithm, among keys: [ProviderKey]) -> ProviderKey? {
        let fitting = keys.filter { $0.isFor(algorithm) && (id == nil || $0.id == id) }
        return fitting.count == 1 || id != nil ? fitting.first : nil
    }

    /// Whether `signature` is this key's, over `bytes`.
    func signed(_ bytes: [UInt8], _ signature: [UInt8], by algorithm: IDTokenAlgorithm) async -> Bool {
        // JWTKit remembers the algorithm of the first token for a key that names none, and takes any key for an id that
        // it does not know. So it is asked about one key and one algorithm each time.
        var key = key
        key["kid"] = .string("the key")
        key["alg"] = .string(algorithm.rawValue)
        for secret in ["d", "p", "q"] { key[secret] = nil }
        do {
            let collection = JWTKeyCollection()
            try await collection.add(jwk: JWK(json: JSONWriter.text(.object(key))))
            let verifier = try await collection.getKey(for: "the key", alg: algorithm.rawValue)
            return try verifier.name == algorithm.rawValue && verifier.verify(signature, signs: bytes)
        } catch {
            // A signature of the wrong length, or a key that is none.
            return false
        }
    }

    private func isFor(_ algorithm: IDTokenAlgorithm) -> Bool {
        let (type, curve) = algorithm.key
        return key["kty"]?.string == type && (curve == nil || key["crv"]?.string == curve)
            && key["alg"]?.string ?? algorithm.rawValue == algorithm.rawValue
    }
}
