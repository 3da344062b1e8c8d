import Foundation
import TestSupport
import Testing

@testable import Service

@Suite("Keys of an OpenID provider")
struct KeyRotationTests {
    @Test("a new key is fetched when a token names it, but not more often than the interval says")
    func rotation() async throws {
        let clock = SettableClock()
        try await withOpenIDProvider(now: { clock.now }) { provider in
            try await SignIn.with(provider, clock: clock.clock) { signIn in
                _ = try await signIn.run()
                #expect(provider.requests(for: "/keys") == 1)
                provider.rotateKey()
                await #expect(throws: OpenIDError.token(.unknownKey)) { try await signIn.run() }
                #expect(provider.requests(for: "/keys") == 1)
                clock.advance(by: .seconds(30))
                _ = try await signIn.run()
                _ = try await signIn.run()
                #expect(provider.requests(for: "/keys") == 2)
                // Tokens with keys that are nowhere do not make us ask again and again.
                clock.advance(by: .seconds(30))
                provider.misbehave(.token(.unknownKey))
                for _ in 0..<5 {
                    await #expect(throws: OpenIDError.token(.unknownKey)) { try await signIn.run() }
                }
                #expect(provider.requests(for: "/keys") == 3)
            }
        }
    }

    @Test("keys and description are fetched again after an hour, so that a key that was withdrawn is no good any more")
    func lifetime() async throws {
        let clock = SettableClock()
        try await withOpenIDProvider(now: { clock.now }) { provider in
            try await SignIn.with(provider, clock: clock.clock) { signIn in
                _ = try await signIn.run()
                clock.advance(by: .seconds(3599))
                _ = try await signIn.run()
                #expect(provider.requests(for: "/keys") == 1)
                clock.advance(by: .seconds(1))
                provider.misbehave(.failing(.keys))
                await #expect(throws: OpenIDError.status(.keys, code: 500)) { try await signIn.run() }
                provider.misbehave(nil)
                _ = try await signIn.run()
                #expect(provider.requests(for: "/keys") == 3)
                #expect(provider.requests(for: "/.well-known/openid-configuration") == 2)
            }
        }
    }

    @Test("a second key beside the first is no trouble")
    func second() async throws {
        try await withOpenIDProvider(rsa: true) { provider in
            provider.addKey()
            try await SignIn.with(provider) { _ = try await $0.run() }
        }
    }

    @Test("a token that names no key is taken only where a single key fits")
    func unnamed() throws {
        func keys(_ members: String...) throws -> [ProviderKey] {
            try ProviderKey.read(Array(#"{"keys":[\#(members.joined(separator: ","))]}"#.utf8))
        }
        let (ec, rsa) = (#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#, #"{"kty":"RSA","n":"AA","e":"AQAB"}"#)
        #expect(try ProviderKey.choose(nil, .es256, among: keys(ec, rsa)) != nil)
        #expect(try ProviderKey.choose(nil, .es256, among: keys(ec, ec)) == nil)
        #expect(try ProviderKey.choose(nil, .es384, among: keys(ec, rsa)) == nil)
        #expect(try ProviderKey.choose("a", .es256, among: keys(ec)) == nil)
        let only = #"{"kty":"RSA","n":"AA","e":"AQAB","alg":"PS256"}"#
        #expect(try ProviderKey.choose(nil, .rs256, among: keys(only)) == nil)
        let encryption = #"{"kty":"RSA","n":"AA","e":"AQAB","use":"enc"}"#
        #expect(try ProviderKey.choose(nil, .rs256, among: keys(encryption)) == nil)
    }
}
