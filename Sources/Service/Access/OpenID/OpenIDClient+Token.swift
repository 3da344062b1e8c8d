import Foundation
import LearningRecord

extension OpenIDClient {
    /// The ID token that the provider gives for a code (OpenID Connect Core 1.0, section 3.1.3).
    func exchange(
        _ code: String, _ proof: ProofKey, _ metadata: OpenIDMetadata
    ) async throws(OpenIDError) -> String {
        var form = [
            (name: "grant_type", value: "authorization_code"), (name: "code", value: code),
            (name: "redirect_uri", value: settings.redirectURI), (name: "code_verifier", value: proof.verifier),
        ]
        var authorization: String?
        switch authentication(metadata) {
        case .basic(let secret):
            // RFC 6749, section 2.3.1: both are encoded as in a form before they are joined.
            let pair = "\(OpenIDAddress.encoded(settings.clientID)):\(OpenIDAddress.encoded(secret))"
            authorization = "Basic \(Data(pair.utf8).base64EncodedString())"
        case .post(let secret):
            form += [(name: "client_id", value: settings.clientID), (name: "client_secret", value: secret)]
        case .nothing:
            form.append((name: "client_id", value: settings.clientID))
        }
        let (status, body) = try await http.post(
            OpenIDAddress.form(form), to: metadata.tokenEndpoint, authorization: authorization, .token)
        let json = try? JSONReader.read(body)
        guard status == 200 else {
            guard let error = json?["error"]?.string else { throw .status(.token, code: status) }
            throw .codeRefused(code: OpenIDError.code(error))
        }
        guard let json, json.object != nil else { throw .malformed(.token, "it is not a JSON object") }
        guard json["token_type"]?.string?.lowercased() == "bearer" else {
            throw .malformed(.token, "its token_type is not Bearer")
        }
        guard let token = json["id_token"]?.string else { throw .malformed(.token, "id_token is missing") }
        return token
    }

    /// Who a token says has signed in, once its signature and claims are found good.
    func verify(
        _ text: String, nonce: String, _ metadata: OpenIDMetadata
    ) async throws(OpenIDError) -> OpenIDIdentity {
        let token: IDToken
        do {
            token = try IDToken(text)
        } catch {
            throw .token(error)
        }
        guard metadata.algorithms.contains(token.algorithm) else { throw .token(.algorithm) }
        let key = try await key(of: token)
        guard await key.signed(token.signedBytes, token.signature, by: token.algorithm) else {
            throw .token(.signature)
        }
        do {
            let check = IDTokenCheck(issuer: settings.issuer, clientID: settings.clientID, nonce: nonce)
            return try check.identity(token.claims, at: clock.date())
        } catch {
            throw .token(error)
        }
    }

    private func key(of token: IDToken) async throws(OpenIDError) -> ProviderKey {
        let known = try await keys.current()
        if let key = ProviderKey.choose(token.keyID, token.algorithm, among: known) { return key }
        // The provider may have begun to use a new key.
        if let fresh = try await keys.renewed(),
            let key = ProviderKey.choose(token.keyID, token.algorithm, among: fresh)
        {
            return key
        }
        throw .token(.unknownKey)
    }

    /// A way to present the secret, with it.
    private enum Presentation {
        case basic(String)
        case post(String)
        case nothing
    }

    private func authentication(_ metadata: OpenIDMetadata) -> Presentation {
        guard let secret = settings.clientSecret else { return .nothing }
        switch settings.authentication {
        case .post: return .post(secret)
        case .basic: return .basic(secret)
        case nil:
            let takes = metadata.authentications
            let onlyPost = takes.contains("client_secret_post") && !takes.contains("client_secret_basic")
            return onlyPost ? .post(secret) : .basic(secret)
        }
    }
}
