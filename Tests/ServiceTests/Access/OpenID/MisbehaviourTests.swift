import Foundation
import TestSupport
import Testing

@testable import Service

@Suite("A provider that is not what it should be")
struct MisbehaviourTests {
    private typealias Fault = OpenIDMisbehaviour.Token

    private static let tokens: [(OpenIDMisbehaviour.Token, IDTokenFault)] = [
        (.wrongNonce, .nonce), (.noNonce, .nonce), (.wrongAudience, .audience), (.noAudience, .audience),
        (.secondAudience, .authorisedParty), (.wrongParty, .authorisedParty), (.expired, .expired),
        (.noExpiry, .malformed), (.issuedInFuture, .notYetValid), (.notYetValid, .notYetValid),
        (.wrongIssuer, .issuer), (.noSubject, .subject), (.emptySubject, .subject), (.endlessSubject, .subject),
        (.unknownKey, .unknownKey), (.forged, .signature), (.changed, .signature), (.unsigned, .algorithm),
        (.symmetric, .algorithm), (.otherAlgorithm, .algorithm), (.critical, .critical), (.twoParts, .malformed),
        (.doubledClaim, .malformed),
    ]

    @Test(
        "every wrong token is refused for what is wrong with it, and the next good one is taken",
        arguments: [false, true])
    func wrongTokens(rsa: Bool) async throws {
        #expect(Set(Self.tokens.map(\.0)) == Set(Fault.allCases))
        // A clock that stands still, so that a minute's leeway can be met to the second.
        let clock = SettableClock()
        try await withOpenIDProvider(rsa: rsa, now: { clock.now }) { provider in
            try await SignIn.with(provider, clock: clock.clock) { signIn in
                for (fault, expected) in Self.tokens {
                    provider.misbehave(.token(fault))
                    await #expect(throws: OpenIDError.token(expected), "\(fault)") {
                        try await signIn.run()
                    }
                    provider.misbehave(nil)
                    let arrival = try await signIn.run()
                    #expect(arrival.identity.subject == "t-100")
                }
            }
        }
    }

    @Test("an answer without a token, of another type, or that is not JSON is refused")
    func wrongAnswers() async throws {
        try await withOpenIDProvider { provider in
            try await SignIn.with(provider) { signIn in
                for (misbehaviour, expected) in [
                    (.noToken, .malformed(.token, "id_token is missing")),
                    (.wrongTokenType, .malformed(.token, "its token_type is not Bearer")),
                    (.notJSON(.token), .malformed(.token, "it is not a JSON object")),
                    (.failing(.token), .status(.token, code: 500)),
                    (.redirecting(.token), .status(.token, code: 307)),
                    (.oversized(.token), .tooLong(.token)),
                    (.foreignCallback, .otherIssuer(.authorization)),
                ] as [(OpenIDMisbehaviour, OpenIDError)] {
                    provider.misbehave(misbehaviour)
                    await #expect(throws: expected, "\(misbehaviour)") {
                        try await signIn.run()
                    }
                }
                provider.misbehave(nil)
                _ = try await signIn.run()
            }
        }
    }

    @Test("a description that is not good is refused before anybody is sent anywhere, and asked for again")
    func wrongDescriptions() async throws {
        try await withOpenIDProvider { provider in
            try await SignIn.with(provider) { signIn in
                for (misbehaviour, expected) in [
                    (.foreignDiscovery, .otherIssuer(.discovery)),
                    (.plainAddress("authorization_endpoint"), .insecureAddress(.authorization)),
                    (.plainAddress("token_endpoint"), .insecureAddress(.token)),
                    (.plainAddress("jwks_uri"), .insecureAddress(.keys)),
                    (.noCodeFlow, .unsupported("the code flow")),
                    (.plainProof, .unsupported("PKCE with S256")),
                    (.symmetricOnly, .unsupported("any kind of signature that is accepted here")),
                    (.notJSON(.discovery), .malformed(.discovery, "it is not a JSON object")),
                    (.failing(.discovery), .status(.discovery, code: 500)),
                    (.redirecting(.discovery), .status(.discovery, code: 307)),
                    (.oversized(.discovery), .tooLong(.discovery)),
                ] as [(OpenIDMisbehaviour, OpenIDError)] {
                    provider.misbehave(misbehaviour)
                    await #expect(throws: expected, "\(misbehaviour)") {
                        try await signIn.client.begin()
                    }
                }
                provider.misbehave(nil)
                _ = try await signIn.run()
            }
        }
    }

    @Test("keys that cannot be had end a sign-in, and are asked for again at the next")
    func wrongKeys() async throws {
        try await withOpenIDProvider { provider in
            try await SignIn.with(provider) { signIn in
                for (misbehaviour, expected) in [
                    (.notJSON(.keys), .malformed(.keys, "it is not a JSON object with a list of keys")),
                    (.failing(.keys), .status(.keys, code: 500)), (.oversized(.keys), .tooLong(.keys)),
                ] as [(OpenIDMisbehaviour, OpenIDError)] {
                    provider.misbehave(misbehaviour)
                    await #expect(throws: expected, "\(misbehaviour)") {
                        try await signIn.run()
                    }
                }
                provider.misbehave(nil)
                _ = try await signIn.run()
            }
        }
    }

    @Test(
        "an answer that does not come, or comes byte by byte, is not waited for",
        arguments: [
            OpenIDMisbehaviour.silent(.discovery), .trickling(.discovery), .silent(.keys), .trickling(.keys),
            .silent(.token), .trickling(.token),
        ])
    func slow(misbehaviour: OpenIDMisbehaviour) async throws {
        let place: OpenIDPlace
        switch misbehaviour {
        case .silent(.discovery), .trickling(.discovery): place = .discovery
        case .silent(.keys), .trickling(.keys): place = .keys
        default: place = .token
        }
        try await withOpenIDProvider { provider in
            provider.misbehave(misbehaviour)
            try await SignIn.with(provider, timeout: .seconds(10)) { signIn in
                let begin = ContinuousClock.now
                await #expect(throws: OpenIDError.timedOut(place)) { try await signIn.run() }
                #expect(ContinuousClock.now - begin < .seconds(90))
            }
        }
    }

    @Test("a provider that is not there cannot be reached")
    func absent() async throws {
        let issuer = try await withOpenIDProvider { $0.issuer }
        let settings = try OpenIDSettings(
            issuer: issuer, clientID: "waymark", clientSecret: nil, redirectURI: SignIn.redirectURI)
        var limits = OpenIDLimits()
        limits.timeout = .seconds(2)
        let client = OpenIDClient(settings: settings, sealingKey: SignIn.key, limits: limits)
        do {
            _ = try await client.begin()
            Issue.record("nobody was there")
        } catch {
            // The client tries again until its time for connecting is over.
            #expect(error == .unreachable(.discovery) || error == .timedOut(.discovery))
        }
        await client.close()
    }
}
