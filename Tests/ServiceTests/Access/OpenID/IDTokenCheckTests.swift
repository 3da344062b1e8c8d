import Foundation
import LearningRecord
import Testing

@testable import Service

@Suite("Claims of an ID token")
struct IDTokenCheckTests {
    private let check = IDTokenCheck(issuer: "https://id.example", clientID: "waymark", nonce: "n")
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// Good claims, with members put in their place; nil takes one out.
    private func identity(_ changes: [String: JSON?] = [:]) throws -> OpenIDIdentity {
        var claims: JSONObject = [
            "iss": .string("https://id.example"), "sub": .string("s"), "aud": .string("waymark"),
            "exp": .number("1800000300"), "iat": .number("1800000000"), "nonce": .string("n"),
        ]
        for (name, value) in changes { claims[name] = value }
        return try check.identity(.object(claims), at: now)
    }

    @Test("times have a minute's leeway, to the second")
    func times() throws {
        _ = try identity(["exp": .number("1799999941")])
        #expect(throws: IDTokenFault.expired) { try identity(["exp": .number("1799999940")]) }
        _ = try identity(["iat": .number("1800000060")])
        #expect(throws: IDTokenFault.notYetValid) { try identity(["iat": .number("1800000061")]) }
        _ = try identity(["nbf": .number("1800000060")])
        #expect(throws: IDTokenFault.notYetValid) { try identity(["nbf": .number("1800000061")]) }
        _ = try identity(["exp": .number("1.8000003e9"), "iat": .number("1800000000.5")])
        for (name, value) in [
            ("exp", JSON.string("1800000300")), ("iat", .null), ("exp", .number("1e999")), ("nbf", .null),
        ] {
            #expect(throws: IDTokenFault.malformed) { try identity([name: value]) }
        }
        #expect(throws: IDTokenFault.malformed) { try identity(["iat": nil]) }
    }

    @Test("we are among the audience, and when others are too, the token says that it was made for us")
    func audience() throws {
        let (us, other) = (JSON.string("waymark"), JSON.string("other"))
        _ = try identity(["aud": .array([us])])
        _ = try identity(["aud": .array([other, us]), "azp": us])
        _ = try identity(["azp": us])
        #expect(throws: IDTokenFault.authorisedParty) { try identity(["aud": .array([other, us])]) }
        #expect(throws: IDTokenFault.authorisedParty) { try identity(["azp": other]) }
        #expect(throws: IDTokenFault.authorisedParty) { try identity(["azp": .null]) }
        #expect(throws: IDTokenFault.audience) { try identity(["aud": .array([])]) }
        #expect(throws: IDTokenFault.audience) { try identity(["aud": .object(["waymark": .null])]) }
        #expect(throws: IDTokenFault.audience) { try identity(["aud": .string("waymark ")]) }
    }

    @Test("what a provider tells of a person is taken when it is sound, and left out when not")
    func person() throws {
        let full = try identity([
            "email": .string("a@b.example"), "email_verified": .string("true"), "name": .string("A B"),
        ])
        #expect(full.email == "a@b.example" && full.emailVerified && full.name == "A B")
        for text in ["\(full)", String(reflecting: full)] { #expect(!text.contains("a@b") && !text.contains("A B")) }
        let none = try identity(["email": .number("7"), "email_verified": .string("yes"), "name": .string("")])
        #expect(none.email == nil && !none.emailVerified && none.name == nil)
        #expect(try identity(["name": .string(String(repeating: "x", count: 401))]).name == nil)
        #expect(throws: IDTokenFault.subject) { try identity(["sub": .number("7")]) }
        #expect(throws: IDTokenFault.issuer) { try identity(["iss": nil]) }
        #expect(throws: IDTokenFault.nonce) { try identity(["nonce": .string("N")]) }
    }
}
