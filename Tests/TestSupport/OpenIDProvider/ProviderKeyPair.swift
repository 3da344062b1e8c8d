import Crypto
import CryptoExtras
import Foundation
import LearningRecord

/// A key by which the tests' OpenID provider signs. It is written with other means than the product reads with: JWTKit has
/// no part here.
struct ProviderKeyPair: Sendable {
    enum Private: Sendable {
        case p256(P256.Signing.PrivateKey)
        case rsa(_RSA.Signing.PrivateKey)
    }

    let id: String
    let key: Private

    /// One RSA key for the whole process: making one takes long.
    private static let rsaKey = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    static func p256(id: String) -> ProviderKeyPair { .init(id: id, key: .p256(P256.Signing.PrivateKey())) }
    static func rsa(id: String) throws -> ProviderKeyPair { .init(id: id, key: .rsa(try rsaKey.get())) }

    var algorithm: String {
        switch key {
        case .p256: "ES256"
        case .rsa: "RS256"
        }
    }

    /// The public half, as a key set lists it (RFC 7517).
    func published() throws -> JSON {
        switch key {
        case .p256(let key):
            let point = key.publicKey.rawRepresentation
            return .object([
                "kty": .string("EC"), "use": .string("sig"), "kid": .string(id), "alg": .string("ES256"),
                "crv": .string("P-256"),
                "x": .string(base64URL(point.prefix(32))), "y": .string(base64URL(point.suffix(32))),
            ])
        case .rsa(let key):
            // Without `alg`, as some providers list their keys.
            let numbers = try key.publicKey.getKeyPrimitives()
            return .object([
                "kty": .string("RSA"), "use": .string("sig"), "kid": .string(id),
                "n": .string(base64URL(numbers.modulus)),
                "e": .string(base64URL(numbers.publicExponent)),
            ])
        }
    }

    func signature(of text: String) throws -> Data {
        switch key {
        case .p256(let key): try key.signature(for: Data(text.utf8)).rawRepresentation
        case .rsa(let key):
            try key.signature(for: SHA256.hash(data: Data(text.utf8)), padding: .insecurePKCS1v1_5).rawRepresentation
        }
    }
}

/// Base64url without padding (RFC 4648, section 5).
func base64URL(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}
