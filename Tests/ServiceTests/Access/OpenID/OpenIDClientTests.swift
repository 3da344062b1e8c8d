import Foundation
import TestSupport
import Testing

@testable import Service

@Suite("Signing in by OpenID Connect")
struct OpenIDClientTests {
    @Test("a person signs in, and comes back to where she wanted to go", arguments: [false, true])
    func signsIn(rsa: Bool) async throws {
        try await withOpenIDProvider(rsa: rsa) { provider in
            try await SignIn.with(provider) { signIn in
                let arrival = try await signIn.run(as: "l-200", returnTo: "/learners/7?tab=evidence")
                #expect(arrival.returnPath == "/learners/7?tab=evidence")
                #expect(
                    arrival.identity
                        == OpenIDIdentity(
                            issuer: provider.issuer, subject: "l-200", email: "lin.learner@school.example",
                            emailVerified: true, name: "Lin \"Li\" Learner"))
                let unchecked = try await signIn.run(as: "u-300")
                #expect(unchecked.identity.emailVerified == false)
                #expect(unchecked.returnPath == "/")
            }
        }
    }

    @Test("the provider's description and keys are fetched once for many sign-ins")
    func fetchedOnce() async throws {
        try await withOpenIDProvider { provider in
            try await SignIn.with(provider) { signIn in
                try await withThrowingTaskGroup { group in
                    for _ in 0..<10 { group.addTask { _ = try await signIn.run() } }
                    try await group.waitForAll()
                }
                #expect(provider.requests(for: "/.well-known/openid-configuration") == 1)
                #expect(provider.requests(for: "/keys") == 1)
                #expect(provider.requests(for: "/token") == 10)
            }
        }
    }

    @Test("the request has all that the standards want of it, and another state, nonce and challenge each time")
    func request() async throws {
        try await withOpenIDProvider { provider in
            try await SignIn.with(provider) { signIn in
                var seen: Set<String> = []
                for _ in 0..<2 {
                    let address = try await signIn.client.begin().address
                    let items = try #require(URLComponents(string: address)?.queryItems)
                    let fields = Dictionary(uniqueKeysWithValues: items.map { ($0.name, $0.value ?? "") })
                    #expect(fields["response_type"] == "code" && fields["client_id"] == "waymark")
                    #expect(fields["redirect_uri"] == SignIn.redirectURI)
                    #expect(fields["scope"] == "openid email profile")
                    #expect(fields["code_challenge_method"] == "S256")
                    for name in ["state", "nonce", "code_challenge"] {
                        #expect(fields[name]?.count == 43)
                        seen.insert(fields[name] ?? "")
                    }
                }
                #expect(seen.count == 6)
            }
        }
    }

    @Test("the client proves who it is in the way that is set, or else in one that the provider takes")
    func authentication() async throws {
        try await withOpenIDProvider { provider in
            try await SignIn.with(provider) { signIn in
                _ = try await signIn.run()
                #expect(provider.lastAuthentication == "client_secret_basic")
            }
            try await SignIn.with(provider, authentication: .post) { signIn in
                _ = try await signIn.run()
                #expect(provider.lastAuthentication == "client_secret_post")
            }
            provider.offerOnly(authentication: "client_secret_post")
            try await SignIn.with(provider) { signIn in
                _ = try await signIn.run()
                #expect(provider.lastAuthentication == "client_secret_post")
            }
            try await SignIn.with(provider, secret: .some("wrong")) { signIn in
                await #expect(throws: OpenIDError.codeRefused(code: "invalid_client")) { try await signIn.run() }
            }
        }
        try await withOpenIDProvider(clientSecret: nil) { provider in
            try await SignIn.with(provider) { signIn in
                _ = try await signIn.run()
                #expect(provider.lastAuthentication == "none")
            }
        }
    }

    @Test("who presses Cancel is refused by the provider's word for it")
    func cancelled() async throws {
        try await withOpenIDProvider { provider in
            try await SignIn.with(provider) { signIn in
                await #expect(throws: OpenIDError.refused(code: "access_denied")) { try await signIn.run(as: nil) }
            }
        }
    }

    @Test("who comes back without the cookie, with another's, or too late has not signed in")
    func cookie() async throws {
        let clock = SettableClock()
        try await withOpenIDProvider(now: { clock.now }) { provider in
            try await SignIn.with(provider, clock: clock.clock) { signIn in
                let (one, two) = (try await signIn.client.begin(), try await signIn.client.begin())
                let callback = try signIn.callback(one)
                await #expect(throws: OpenIDError.noPending(nil)) {
                    try await signIn.client.finish(callback, cookie: nil)
                }
                await #expect(throws: OpenIDError.noPending(.changed)) {
                    try await signIn.client.finish(callback, cookie: String(one.cookie.dropLast(4)) + "AAAA")
                }
                await #expect(throws: OpenIDError.wrongState) {
                    try await signIn.client.finish(callback, cookie: two.cookie)
                }
                await #expect(throws: OpenIDError.wrongState) {
                    try await signIn.client.finish(OpenIDCallback(query: "code=x"), cookie: two.cookie)
                }
                clock.advance(by: .seconds(600))
                await #expect(throws: OpenIDError.noPending(.expired)) {
                    try await signIn.client.finish(callback, cookie: one.cookie)
                }
                #expect(provider.requests(for: "/token") == 0)
            }
        }
    }

    @Test("a code is good once, and only with the verifier that it was asked for with")
    func code() async throws {
        try await withOpenIDProvider { provider in
            try await SignIn.with(provider) { signIn in
                let (one, two) = (try await signIn.client.begin(), try await signIn.client.begin())
                let callback = try signIn.callback(one)
                _ = try await signIn.client.finish(callback, cookie: one.cookie)
                await #expect(throws: OpenIDError.codeRefused(code: "invalid_grant")) {
                    try await signIn.client.finish(callback, cookie: one.cookie)
                }
                // One's code, slipped into two's sign-in: the state fits, the verifier does not.
                let stolen = try signIn.callback(try await signIn.client.begin())
                let own = try signIn.callback(two)
                let issuer = OpenIDAddress.encoded(provider.issuer)
                let mixed = try OpenIDCallback(
                    query: "code=\(#require(stolen.code))&state=\(#require(own.state))&iss=\(issuer)")
                await #expect(throws: OpenIDError.codeRefused(code: "invalid_grant")) {
                    try await signIn.client.finish(mixed, cookie: two.cookie)
                }
            }
        }
    }

    @Test("a parameter that stands twice, or is not UTF-8, is refused")
    func parameters() throws {
        #expect(throws: OpenIDError.malformedCallback) { try OpenIDCallback(query: "code=a&state=b&code=c") }
        #expect(throws: OpenIDError.malformedCallback) { try OpenIDCallback(query: "code=%FF") }
        let callback = try OpenIDCallback(query: "code=a%2Bb&state=c+d&extra&error_description=x")
        #expect(callback.code == "a+b" && callback.state == "c d" && callback.error == nil)
        #expect(try OpenIDCallback(query: nil).code == nil)
    }

    @Test("the page for choosing lists the accounts and leads back")
    func page() async throws {
        try await withOpenIDProvider { provider in
            try await SignIn.with(provider) { signIn in
                let departure = try await signIn.client.begin()
                let http = OpenIDHTTP(client: signIn.client.http.client, limits: .init())
                let page = String(decoding: try await http.get(departure.address, .authorization), as: UTF8.self)
                #expect(page.contains("Tove Teacher") && page.contains("Lin &quot;Li&quot; Learner"))
                // Followed as a browser would, with the redirect that our client does not follow.
                await #expect(throws: OpenIDError.status(.authorization, code: 302)) {
                    try await http.get(departure.address + "&account=t-100", .authorization)
                }
                await #expect(throws: OpenIDError.status(.authorization, code: 400)) {
                    try await http.get(provider.issuer + "/authorize?client_id=waymark", .authorization)
                }
            }
        }
    }

    @Test("no description of an error holds what a person or provider wrote, or a secret")
    func quiet() async throws {
        try await withOpenIDProvider { provider in
            provider.misbehave(.tellingError)
            try await SignIn.with(provider) { signIn in
                do {
                    _ = try await signIn.run()
                    Issue.record("the error of the token endpoint was taken for a success")
                } catch {
                    #expect(error as? OpenIDError == .codeRefused(code: "without a code"))
                    #expect(!"\(error)".contains("uma") && !String(reflecting: error).contains("uma"))
                }
            }
        }
        #expect(OpenIDError.code("invalid_grant") == "invalid_grant")
        for text in [nil, "", "Invalid", "a b", "ann@school.example", "line\nbreak", String(repeating: "a", count: 41)]
        {
            #expect(OpenIDError.code(text) == "without a code")
        }
    }
}
