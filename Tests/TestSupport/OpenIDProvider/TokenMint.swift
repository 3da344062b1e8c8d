import Crypto
import Foundation
import LearningRecord

/// Makes the ID tokens of the tests' OpenID provider, good ones and wrong ones.
struct TokenMint {
    let issuer: String
    let clientID: String
    let key: ProviderKeyPair
    let now: Date

    func token(for account: OpenIDAccount, nonce: String?, fault: OpenIDMisbehaviour.Token?) throws -> String {
        let claims = claims(account, nonce, fault)
        let text = JSONWriter.text(.object(claims))
        let doubled = #"{"sub":"somebody-else",\#(text.dropFirst())"#
        return try sealed(fault == .doubledClaim ? doubled : text, fault)
    }

    private func claims(
        _ account: OpenIDAccount, _ nonce: String?, _ fault: OpenIDMisbehaviour.Token?
    ) -> JSONObject {
        let seconds = Int(now.timeIntervalSince1970)
        var claims: JSONObject = [
            "iss": .string(issuer), "sub": .string(account.subject), "aud": .string(clientID),
            "exp": .number(String(seconds + 300)), "iat": .number(String(seconds)),
            "name": .string(account.name), "email": .string(account.email),
            "email_verified": .bool(account.emailVerified),
        ]
        claims["nonce"] = nonce.map { .string($0) }
        switch fault {
        case .wrongNonce: claims["nonce"] = .string("0000000000000000000000000000000000000000000")
        case .noNonce: claims["nonce"] = nil
        case .wrongAudience: claims["aud"] = .string("another-client")
        case .noAudience: claims["aud"] = nil
        case .secondAudience: claims["aud"] = .array([.string(clientID), .string("another-client")])
        case .wrongParty:
            claims["aud"] = .array([.string(clientID), .string("another-client")])
            claims["azp"] = .string("another-client")
        case .expired: claims["exp"] = .number(String(seconds - 61))
        case .noExpiry: claims["exp"] = nil
        case .issuedInFuture: claims["iat"] = .number(String(seconds + 120))
        case .notYetValid: claims["nbf"] = .number(String(seconds + 120))
        case .wrongIssuer: claims["iss"] = .string(issuer + "/")
        case .noSubject: claims["sub"] = nil
        case .emptySubject: claims["sub"] = .string("")
        case .endlessSubject: claims["sub"] = .string(String(repeating: "s", count: 256))
        default: break
        }
        return claims
    }

    private func sealed(_ claims: String, _ fault: OpenIDMisbehaviour.Token?) throws -> String {
        var header: JSONObject = [
            "typ": .string("JWT"), "alg": .string(key.algorithm),
            "kid": .string(fault == .unknownKey ? "nowhere" : key.id),
        ]
        switch fault {
        case .unsigned: header["alg"] = .string("none")
        case .symmetric: header["alg"] = .string("HS256")
        case .otherAlgorithm: header["alg"] = .string(key.algorithm == "RS256" ? "PS256" : "ES384")
        case .critical: header["crit"] = .array([.string("exp")])
        default: break
        }
        let signed = base64URL(JSONWriter.bytes(.object(header))) + "." + base64URL(claims.utf8)
        switch fault {
        case .unsigned: return signed + "."
        case .twoParts: return signed
        case .symmetric:
            let secret = SymmetricKey(data: JSONWriter.bytes(try key.published()))
            return signed + "." + base64URL(HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: secret))
        case .forged:
            let other = ProviderKeyPair.p256(id: key.id)
            return signed + "." + base64URL(try other.signature(of: signed))
        case .changed:
            let other = claims.replacing("\"sub\":\"", with: "\"sub\":\"x")
            let parts = signed.split(separator: ".")
            return "\(parts[0]).\(base64URL(other.utf8)).\(base64URL(try key.signature(of: signed)))"
        default: return signed + "." + base64URL(try key.signature(of: signed))
        }
    }
}
