import EventLog
import Foundation
import LearningRecord
import TestSupport
import Testing

@testable import Service

@Suite struct DoorTests {
    private static let password = "many small steps on a long way"

    /// An account with a password, set by the link that it came with.
    private static func account(_ service: RunningService, _ login: String) async throws -> Browser {
        let account = try await AccountStore(log: service.log).create(login: login, name: "Ivy Rivera")
        let link = try await LinkStore(log: service.log).make(.invite, for: account.id)
        let browser = Browser(service.url)
        #expect(try await browser.get(link).status == 200)
        let set = try await browser.post(link, ["password": password, "again": password])
        #expect(set.status == 303)
        #expect(set.location?.hasPrefix("/sign-in") == true)
        return browser
    }

    @Test func `a link sets a password once, and with it somebody comes in, goes where they wanted, and goes out`()
        async throws
    {
        try await RunningService.with(follows: false) { service in
            let account = try await AccountStore(log: service.log).create(login: "Ivy@Example.org ", name: "Ivy Rivera")
            let link = try await LinkStore(log: service.log).make(.invite, for: account.id)
            let browser = Browser(service.url)
            let short = try await browser.post(link, ["password": "short", "again": "other"])
            #expect(short.status == 422)
            #expect(short.text.contains(#"id="password-error""#))
            #expect(short.text.contains(#"id="again-error""#))
            #expect(try await browser.post(link, ["password": Self.password, "again": Self.password]).status == 303)
            #expect(try await browser.get(link).status == 410)
            #expect(try await browser.post(link, ["password": Self.password, "again": Self.password]).status == 410)

            let wanted = try await browser.get("/account")
            #expect(wanted.status == 303)
            #expect(wanted.location == "/sign-in?to=%2Faccount")
            let form = try await browser.get(wanted.location ?? "")
            #expect(form.text.contains(#"name="to" value="/account""#))
            let wrong = try await browser.post("/sign-in", ["login": "ivy@example.org", "password": "wrong"])
            #expect(wrong.status == 422)
            #expect(wrong.text.contains(#"value="ivy@example.org""#))
            #expect(!wrong.text.contains("value=\"wrong\""))
            #expect(browser.cookie("__Host-waymark") == nil)
            let right = try await browser.post(
                "/sign-in", ["login": "IVY@example.org", "password": Self.password, "to": "/account"])
            #expect(right.status == 303)
            #expect(right.location == "/account")
            let cookie = try #require(right.headers.first { $0.0.lowercased() == "set-cookie" }?.1)
            for part in ["__Host-waymark=", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
                #expect(cookie.contains(part))
            }
            #expect(try await browser.get("/account").text.contains("Ivy Rivera"))
            #expect(try await browser.post("/sign-out", [:]).location == "/sign-in?out=true")
            #expect(try await browser.get("/account").status == 303)
        }
    }

    @Test func `nobody learns which logins there are, and a login that is guessed at is locked`() async throws {
        try await RunningService.with(follows: false) { service in
            let browser = try await Self.account(service, "ivy@example.org")
            let unknown = try await browser.post("/sign-in", ["login": "nobody@example.org", "password": "wrong"])
            let known = try await browser.post("/sign-in", ["login": "ivy@example.org", "password": "wrong"])
            #expect(unknown.status == known.status)
            #expect(
                unknown.text.replacing("nobody@example.org", with: "")
                    == known.text.replacing("ivy@example.org", with: ""))
            var last = known
            for _ in 0..<10 {
                last = try await browser.post("/sign-in", ["login": "ivy@example.org", "password": "wrong"])
            }
            #expect(last.status == 429)
            #expect(last.headers.contains { $0.0.lowercased() == "retry-after" })
            let right = try await browser.post("/sign-in", ["login": "ivy@example.org", "password": Self.password])
            #expect(right.status == 429)
            // Others are let in meanwhile.
            let other = try await Self.account(service, "sam@example.org")
            #expect(
                try await other.post("/sign-in", ["login": "sam@example.org", "password": Self.password]).status == 303)
        }
    }

    @Test func `a form of another site does nothing, and nobody is led away`() async throws {
        try await RunningService.with(follows: false) { service in
            let browser = try await Self.account(service, "ivy@example.org")
            let fields = ["login": "ivy@example.org", "password": Self.password]
            for site in ["cross-site", "same-site"] {
                #expect(try await browser.post("/sign-in", fields, site: site).status == 403)
            }
            #expect(browser.cookie("__Host-waymark") == nil)
            for to in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
                let answer = try await browser.post("/sign-in", fields.merging(["to": to]) { $1 })
                #expect(answer.status == 303)
                #expect(answer.location == "/")
            }
            #expect(try await browser.post("/sign-out", [:], site: "cross-site").status == 403)
            #expect(try await browser.get("/account").status == 200)
        }
    }

    @Test func `other sessions end with a changed password, and all of them with an account`() async throws {
        try await RunningService.with(follows: false) { service in
            let first = try await Self.account(service, "ivy@example.org")
            let second = Browser(service.url)
            for browser in [first, second] {
                _ = try await browser.post("/sign-in", ["login": "ivy@example.org", "password": Self.password])
                #expect(try await browser.get("/account").status == 200)
            }
            let new = "a longer way with other steps"
            let wrong = try await first.post(
                "/account/password", ["current": "wrong", "password": new, "again": new])
            #expect(wrong.status == 422)
            let right = try await first.post(
                "/account/password", ["current": Self.password, "password": new, "again": new])
            #expect(right.status == 303)
            #expect(try await first.get("/account").status == 200)
            #expect(try await second.get("/account").status == 303)
            let account = try #require(try await AccountStore(log: service.log).account(login: "ivy@example.org"))
            try await AccountStore(log: service.log).end(account.id)
            service.parts.principals.forget()
            #expect(try await first.get("/account").status == 303)
        }
    }

    @Test func `the language that somebody chooses stays`() async throws {
        try await RunningService.with(follows: false) { service in
            let browser = Browser(service.url)
            func language(_ path: String) async throws -> String? {
                let page = try await browser.get(path)
                return page.text.firstMatch(of: #/<html lang="([a-z]+)">/#).map { String($0.output.1) }
            }
            #expect(try await language("/sign-in") == "en")
            let chosen = try await browser.post("/language", ["language": "es", "to": "/sign-in"])
            #expect(chosen.location == "/sign-in")
            #expect(try await language("/sign-in") == "es")
            #expect(try await language("/nothing-here") == "es")
            let unknown = try await browser.post("/language", ["language": "xx", "to": "/"])
            #expect(unknown.status == 400)
        }
    }

    @Test func `people sign in at their school's provider, and only those who have an account`() async throws {
        try await withOpenIDProvider(
            accounts: [
                .init(subject: "t-1", name: "Ivy Rivera", email: "ivy@example.org"),
                .init(subject: "t-2", name: "Someone Else", email: "else@example.org"),
                .init(subject: "t-3", name: "Not Sure", email: "sam@example.org", emailVerified: false),
            ]
        ) { provider in
            let port = Browser.freePort()
            try await RunningService.with(
                follows: false,
                configure: { configuration in
                    configuration.port = port
                    configuration.publicURL = "http://127.0.0.1:\(port)"
                    configuration.openID["Testville"] = try OpenIDSettings(
                        issuer: provider.issuer, clientID: provider.clientID, clientSecret: provider.clientSecret,
                        redirectURI: "http://127.0.0.1:\(port)/sign-in/callback")
                }
            ) { service in
                let store = AccountStore(log: service.log)
                _ = try await store.create(login: "ivy@example.org", name: "Ivy Rivera")
                _ = try await store.create(login: "sam@example.org", name: "Sam Lee")
                func signIn(as subject: String) async throws -> (Browser.Page, Browser) {
                    let browser = Browser(service.url)
                    #expect(try await browser.get("/sign-in").text.contains("/sign-in/school?district="))
                    let leaving = try await browser.get("/sign-in/school?to=%2Faccount")
                    #expect(leaving.status == 303)
                    let address = try #require(leaving.location)
                    let back = try #require(provider.signIn(at: address, as: subject))
                    return (try await browser.get(back), browser)
                }
                let (ivy, browser) = try await signIn(as: "t-1")
                #expect(ivy.status == 303)
                #expect(ivy.location == "/account")
                #expect(try await browser.get("/account").status == 200)
                #expect(browser.cookie("__Host-waymark-openid") == nil)
                // Again, by the provider's id of the person.
                #expect(try await signIn(as: "t-1").0.status == 303)
                #expect(try await signIn(as: "t-2").0.status == 403)
                // An address that nobody has made sure of is nobody's.
                #expect(try await signIn(as: "t-3").0.status == 403)
                provider.misbehave(.token(.wrongNonce))
                #expect(try await signIn(as: "t-1").0.status == 502)
            }
        }
    }
}
