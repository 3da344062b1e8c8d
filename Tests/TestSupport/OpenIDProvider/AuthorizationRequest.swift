import Foundation

/// What a client asks of the authorization endpoint, once it is found to be complete (OpenID Connect Core 1.0, section
/// 3.1.2.1; RFC 7636, section 4.3).
struct AuthorizationRequest: Sendable {
    let redirectURI: String
    let state: String
    let nonce: String?
    let challenge: String

    /// Nil when something is missing or wrong: then nobody may be sent anywhere.
    init?(form: String, provider: OpenIDProvider) {
        let fields = formFields(form)
        guard fields["response_type"] == "code", fields["client_id"] == provider.clientID,
            let redirectURI = fields["redirect_uri"], URLComponents(string: redirectURI)?.host == "127.0.0.1",
            fields["scope"]?.split(separator: " ").contains("openid") == true, let state = fields["state"],
            fields["code_challenge_method"] == "S256", let challenge = fields["code_challenge"], challenge.count == 43
        else { return nil }
        self.redirectURI = redirectURI
        self.state = state
        nonce = fields["nonce"]
        self.challenge = challenge
    }
}

/// The fields of a form as browsers send it (application/x-www-form-urlencoded).
func formFields(_ text: String) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in text.split(separator: "&") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { continue }
        let decoded = parts.map { $0.replacing("+", with: " ").removingPercentEncoding ?? "" }
        fields[decoded[0]] = decoded[1]
    }
    return fields
}

/// `text` as a part of a form or of an address's query.
func formEncoded(_ text: String) -> String {
    let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
}
