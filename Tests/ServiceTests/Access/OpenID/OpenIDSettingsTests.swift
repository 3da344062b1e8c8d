import Testing

@testable import Service

@Suite("Settings of an OpenID provider")
struct OpenIDSettingsTests {
    private func settings(
        issuer: String = "https://id.example", secret: String? = "s3cret-value",
        redirectURI: String = "https://waymark.example/sign-in/return"
    ) throws -> OpenIDSettings {
        try OpenIDSettings(issuer: issuer, clientID: "waymark", clientSecret: secret, redirectURI: redirectURI)
    }

    @Test(
        "the description is where the standard puts it",
        arguments: [
            ("https://id.example", "https://id.example/.well-known/openid-configuration"),
            ("https://id.example/", "https://id.example/.well-known/openid-configuration"),
            ("https://id.example/realms/a", "https://id.example/realms/a/.well-known/openid-configuration"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/.well-known/openid-configuration"),
            ("http://localhost:8080", "http://localhost:8080/.well-known/openid-configuration"),
            ("http://[::1]:8080", "http://[::1]:8080/.well-known/openid-configuration"),
        ])
    func discovery(issuer: String, address: String) throws {
        #expect(try settings(issuer: issuer).discoveryAddress == address)
    }

    @Test(
        "an address that others can read or answer is refused",
        arguments: [
            "http://id.example", "http://10.0.0.1", "http://127.0.0.1.evil.example", "http://localhost.evil.example",
            "http://127.0.0.256", "ftp://id.example", "https://", "id.example", "", "https://user:pass@id.example",
            "https://id.example/#x", "https://id.example/?tenant=1",
        ])
    func insecure(issuer: String) {
        #expect(throws: OpenIDError.insecureAddress(.issuer)) { try settings(issuer: issuer) }
    }

    @Test("so is an insecure redirect address, a missing client id and an empty secret")
    func others() {
        #expect(throws: OpenIDError.insecureAddress(.ours)) { try settings(redirectURI: "http://waymark.example/x") }
        #expect(throws: OpenIDError.incompleteSettings) { try settings(secret: "") }
        #expect(throws: OpenIDError.incompleteSettings) {
            try OpenIDSettings(
                issuer: "https://id.example", clientID: "", clientSecret: nil, redirectURI: "https://waymark.example/")
        }
    }

    @Test("the secret never shows itself in text")
    func hidden() throws {
        let settings = try settings()
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped] { #expect(!text.contains("s3cret")) }
    }
}
