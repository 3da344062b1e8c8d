import LearningRecord

/// What a provider says of itself (OpenID Connect Discovery 1.0, section 3), as far as we need it.
struct OpenIDMetadata: Hashable, Sendable {
    let authorizationEndpoint: String
    let tokenEndpoint: String
    let keysAddress: String
    /// The algorithms of signatures that it uses and we accept.
    let algorithms: Set<IDTokenAlgorithm>
    /// How it lets clients authenticate.
    let authentications: Set<String>
    /// Whether it sends its name along with each code (RFC 9207).
    let sendsIssuer: Bool

    /// Reads the discovery document. `issuer` must be in it to the byte (section 4.3).
    init(_ body: [UInt8], issuer: String) throws(OpenIDError) {
        guard let json = try? JSONReader.read(body), json.object != nil else {
            throw .malformed(.discovery, "it is not a JSON object")
        }
        guard let named = json["issuer"]?.string, named.utf8.elementsEqual(issuer.utf8) else {
            throw .otherIssuer(.discovery)
        }
        authorizationEndpoint = try Self.address(json, "authorization_endpoint", .authorization)
        tokenEndpoint = try Self.address(json, "token_endpoint", .token)
        keysAddress = try Self.address(json, "jwks_uri", .keys)
        // What a provider leaves out has a value by the standard.
        let types = Self.words(json, "response_types_supported") ?? ["code"]
        guard types.contains("code") else { throw .unsupported("the code flow") }
        if let methods = Self.words(json, "code_challenge_methods_supported"), !methods.contains("S256") {
            throw .unsupported("PKCE with S256")
        }
        let algorithms = Self.words(json, "id_token_signing_alg_values_supported") ?? ["RS256"]
        self.algorithms = Set(algorithms.compactMap(IDTokenAlgorithm.init(rawValue:)))
        guard !self.algorithms.isEmpty else { throw .unsupported("any kind of signature that is accepted here") }
        authentications = Self.words(json, "token_endpoint_auth_methods_supported") ?? ["client_secret_basic"]
        sendsIssuer = json["authorization_response_iss_parameter_supported"]?.bool ?? false
    }

    private static func address(_ json: JSON, _ name: String, _ place: OpenIDPlace) throws(OpenIDError) -> String {
        guard let text = json[name]?.string else { throw .malformed(.discovery, "\(name) is missing") }
        try OpenIDAddress.check(text, of: place)
        return text
    }

    private static func words(_ json: JSON, _ name: String) -> Set<String>? {
        json[name]?.array.map { Set($0.compactMap(\.string)) }
    }
}
