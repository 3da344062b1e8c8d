import Foundation
import LearningRecord

/// Checks the claims of an ID token whose signature is good (OpenID Connect Core 1.0, section 3.1.3.7).
struct IDTokenCheck: Sendable {
    /// How far the provider's clock and ours may differ.
    static let leeway: TimeInterval = 60
    /// The longest subject (section 2: 255 ASCII characters).
    private static let longestSubject = 255

    let issuer: String
    let clientID: String
    /// What this sign-in was begun with.
    let nonce: String

    /// Who signed in.
    func identity(_ claims: JSON, at now: Date) throws(IDTokenFault) -> OpenIDIdentity {
        guard let from = claims["iss"]?.string, from.utf8.elementsEqual(issuer.utf8) else { throw .issuer }
        try checkAudience(claims)
        try checkTimes(claims, now.timeIntervalSince1970)
        guard let sent = claims["nonce"]?.string, ConstantTime.areEqual(sent, nonce) else { throw .nonce }
        guard let subject = claims["sub"]?.string, (1...Self.longestSubject).contains(subject.utf8.count) else {
            throw .subject
        }
        return OpenIDIdentity(
            issuer: issuer, subject: subject, email: Self.text(claims["email"], atMost: 320),
            emailVerified: Self.isTrue(claims["email_verified"]), name: Self.text(claims["name"], atMost: 400))
    }

    private func checkAudience(_ claims: JSON) throws(IDTokenFault) {
        let audiences: [String]
        switch claims["aud"] {
        case .string(let one): audiences = [one]
        case .array(let several): audiences = several.compactMap(\.string)
        default: throw .audience
        }
        guard audiences.contains(clientID) else { throw .audience }
        if let party = claims["azp"] {
            guard party.string == clientID else { throw .authorisedParty }
        } else if audiences.count > 1 {
            // Others, whom we do not know, may use such a token; then it must say that it was made for us.
            throw .authorisedParty
        }
    }

    private func checkTimes(_ claims: JSON, _ now: TimeInterval) throws(IDTokenFault) {
        guard let expiry = Self.time(claims["exp"]), let issued = Self.time(claims["iat"]) else { throw .malformed }
        guard now < expiry + Self.leeway else { throw .expired }
        guard issued <= now + Self.leeway else { throw .notYetValid }
        guard let begin = claims["nbf"] else { return }
        guard let begin = Self.time(begin) else { throw .malformed }
        guard begin <= now + Self.leeway else { throw .notYetValid }
    }

    /// Seconds since 1970, possibly with a fraction (RFC 7519, section 2).
    private static func time(_ value: JSON?) -> TimeInterval? {
        guard case .number(let digits) = value, let time = TimeInterval(digits), time.isFinite else { return nil }
        return time
    }

    private static func text(_ value: JSON?, atMost length: Int) -> String? {
        guard let text = value?.string, !text.isEmpty, text.utf8.count <= length else { return nil }
        return text
    }

    /// Some providers write the truth value as a text.
    private static func isTrue(_ value: JSON?) -> Bool {
        value?.bool == true || value?.string == "true"
    }
}
