import Testing

@testable import Service

@Suite("PKCE")
struct ProofKeyTests {
    @Test("the challenge is that of RFC 7636, appendix B")
    func vector() {
        let key = ProofKey(verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(key.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test("a new verifier is one that the standard allows, and another each time")
    func new() {
        let verifiers = (0..<100).map { _ in ProofKey.make().verifier }
        #expect(Set(verifiers).count == 100)
        #expect(verifiers.allSatisfy { $0.count == 43 && OpenIDAddress.encoded($0) == $0 })
    }
}
