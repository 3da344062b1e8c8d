import Crypto
import Foundation
import LearningRecord
import Synchronization

extension OpenIDProvider {
    /// The provider's description of itself.
    func discovery() -> JSON {
        let (misbehaviour, authentications) = state.withLock { ($0.misbehaviour, $0.authentications) }
        var json: JSONObject = [
            "issuer": .string(misbehaviour == .foreignDiscovery ? issuer + "/" : issuer),
            "authorization_endpoint": .string(issuer + "/authorize"), "token_endpoint": .string(issuer + "/token"),
            "jwks_uri": .string(issuer + "/keys"),
            "scopes_supported": .array([.string("openid"), .string("email"), .string("profile")]),
            "response_types_supported": .array([.string("code")]),
            "subject_types_supported": .array([.string("public")]),
            "id_token_signing_alg_values_supported": .array([.string("RS256"), .string("ES256")]),
            "token_endpoint_auth_methods_supported": .array(authentications.map { .string($0) }),
            "code_challenge_methods_supported": .array([.string("S256")]),
            "authorization_response_iss_parameter_supported": .bool(true),
        ]
        switch misbehaviour {
        case .plainAddress(let member): json[member] = .string("http://provider.example/somewhere")
        case .noCodeFlow: json["response_types_supported"] = .array([.string("id_token")])
        case .plainProof: json["code_challenge_methods_supported"] = .array([.string("plain")])
        case .symmetricOnly:
            json["id_token_signing_alg_values_supported"] = .array([.string("HS256"), .string("none")])
        default: break
        }
        return .object(json)
    }

    /// The key set, with a key of a type that nobody knows, one of a type that is no good here, and one for encryption.
    func keySet() throws -> JSON {
        let keys = try state.withLock { $0.keys }.map { try $0.published() }
        let others: [JSON] = [
            .object(["kty": .string("AKP"), "alg": .string("ML-DSA-99"), "kid": .string("strange")]),
            .object([
                "kty": .string("oct"), "alg": .string("HS256"), "kid": .string("shared"), "k": .string("c2VjcmV0"),
            ]),
            .object([
                "kty": .string("RSA"), "use": .string("enc"), "kid": .string("for-encryption"), "n": .string("AQAB"),
                "e": .string("AQAB"),
            ]),
        ]
        return .object(["keys": .array(others + keys)])
    }

    /// Where a browser is sent back to.
    func answer(_ request: AuthorizationRequest, account: OpenIDAccount?) -> String {
        let code = base64URL(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
        let name = state.withLock { state in
            if let account {
                state.grants[code] = Grant(
                    account: account, redirectURI: request.redirectURI, challenge: request.challenge,
                    nonce: request.nonce)
            }
            let port = state.misbehaviour == .foreignCallback ? state.port + 1 : state.port
            return "http://127.0.0.1:\(port)"
        }
        let outcome = account == nil ? "error=access_denied" : "code=\(code)"
        let separator = request.redirectURI.contains("?") ? "&" : "?"
        return
            "\(request.redirectURI)\(separator)\(outcome)&state=\(formEncoded(request.state))&iss=\(formEncoded(name))"
    }

    /// The token endpoint's answer to a form; a text is an error's code.
    func exchange(_ form: String, authorization: String?) throws -> (json: JSON?, error: String) {
        let fields = formFields(form)
        guard authenticates(fields, authorization) else { return (nil, "invalid_client") }
        let (grant, misbehaviour, key) = state.withLock { state in
            (state.grants.removeValue(forKey: fields["code"] ?? ""), state.misbehaviour, state.keys[0])
        }
        if misbehaviour == .tellingError { return (nil, "uma@elsewhere.example") }
        guard fields["grant_type"] == "authorization_code" else { return (nil, "unsupported_grant_type") }
        guard let grant, grant.redirectURI == fields["redirect_uri"],
            grant.challenge == base64URL(SHA256.hash(data: Data((fields["code_verifier"] ?? "").utf8)))
        else { return (nil, "invalid_grant") }
        var fault: OpenIDMisbehaviour.Token?
        if case .token(let wrong) = misbehaviour { fault = wrong }
        let mint = TokenMint(issuer: issuer, clientID: clientID, key: key, now: now())
        var answer: JSONObject = [
            "access_token": .string("not-used"), "expires_in": .number("300"),
            "token_type": .string(misbehaviour == .wrongTokenType ? "mac" : "Bearer"),
        ]
        if misbehaviour != .noToken {
            answer["id_token"] = .string(try mint.token(for: grant.account, nonce: grant.nonce, fault: fault))
        }
        return (.object(answer), "")
    }

    private func authenticates(_ fields: [String: String], _ authorization: String?) -> Bool {
        var (id, secret) = (fields["client_id"], fields["client_secret"])
        var method = secret == nil ? "none" : "client_secret_post"
        if let authorization {
            method = "client_secret_basic"
            guard authorization.hasPrefix("Basic "), secret == nil,
                let data = Data(base64Encoded: String(authorization.dropFirst(6)))
            else { return false }
            let parts = String(decoding: data, as: UTF8.self).split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2 else { return false }
            (id, secret) = (parts[0].removingPercentEncoding, parts[1].removingPercentEncoding)
        }
        let used = method
        state.withLock { $0.authentication = used }
        return id == clientID && secret == clientSecret
    }
}
