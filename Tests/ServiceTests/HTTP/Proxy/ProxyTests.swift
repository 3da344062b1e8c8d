import EventLog
import Foundation
import LearningRecord
import Testing

@testable import Service

/// The service behind nginx, with the settings that are shipped for it.
@Suite(.enabled(if: RunningProxy.isHere)) struct ProxyTests {
    private static let password = "many small steps on a long way"

    private func with(_ body: (RunningService, RunningProxy) async throws -> Void) async throws {
        try await RunningService.with(configure: { $0.trustsProxy = true }) { service in
            let proxy = try await RunningProxy(over: service)
            do {
                try await body(service, proxy)
            } catch {
                await proxy.end()
                throw error
            }
            await proxy.end()
        }
    }

    @Test func `Somebody signs in over TLS, and forms of other sites are refused`() async throws {
        try await with { service, proxy in
            let account = try await AccountStore(log: service.log).create(login: "ivy@example.org", name: "Ivy Rivera")
            let link = try await LinkStore(log: service.log).make(.invite, for: account.id)
            let jar = service.folder.path() + "-jar"
            defer { try? FileManager.default.removeItem(atPath: jar) }
            let cookies = ["--cookie", jar, "--cookie-jar", jar]
            func form(_ path: String, _ fields: [String], origin: String) async throws -> RunningProxy.Answer {
                try await proxy.curl(
                    path, cookies + ["-H", "Origin: \(origin)"] + fields.flatMap { ["--data-urlencode", $0] })
            }
            // A browser that is too old to say Sec-Fetch-Site: the origin has to be the host with its port.
            let set = try await form(
                link, ["password=\(Self.password)", "again=\(Self.password)"], origin: proxy.url)
            #expect(set.status == 303)
            let signIn = ["login=ivy@example.org", "password=\(Self.password)"]
            #expect(try await form("/sign-in", signIn, origin: "https://other.example").status == 403)
            #expect(try await form("/sign-in", signIn, origin: "https://localhost").status == 403)
            let signedIn = try await form("/sign-in", signIn, origin: proxy.url)
            #expect(signedIn.status == 303)
            let cookie = try #require(signedIn.all("Set-Cookie").first)
            for part in ["__Host-waymark=", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
                #expect(cookie.contains(part))
            }
            // curl keeps such a cookie only where it came over TLS, for this host and the whole site.
            let page = try await proxy.curl("/account", cookies)
            #expect(page.status == 200 && page.text.contains("Ivy Rivera"))
            // Where it leads is told without a host, or with the one that the browser has.
            #expect(signedIn.all("Location").allSatisfy { $0.hasPrefix("/") || $0.hasPrefix(proxy.url) })
        }
    }

    @Test func `What a caller says of its own address does not count`() async throws {
        try await with { service, proxy in
            // So many tries came from the address of this machine.
            for number in 0..<60 { _ = service.parts.signInLimits.wait(login: "n\(number)", peer: "127.0.0.1") }
            let answer = try await proxy.curl(
                "/sign-in",
                [
                    "-H", "X-Forwarded-For: 203.0.113.9", "-H", "Forwarded: for=203.0.113.9", "-H",
                    "X-Real-IP: 203.0.113.9", "-H", "Origin: \(proxy.url)", "--data", "login=a@example.org&password=b",
                ])
            #expect(answer.status == 429)
            #expect(answer.all("Retry-After").count == 1)
        }
    }

    @Test func `Answers have their headers once, HTTP/2, one compression, and no numbers of the service`() async throws
    {
        try await with { service, proxy in
            let page = try await proxy.curl("/sign-in", ["-H", "Accept-Encoding: gzip"])
            #expect(page.status == 200)
            #expect(page.version == "2")
            #expect(page.all("Strict-Transport-Security") == ["max-age=63072000"])
            #expect(page.all("Content-Security-Policy").count == 1)
            #expect(page.all("X-Content-Type-Options") == ["nosniff"])
            #expect(page.all("Content-Encoding") == ["gzip"])
            #expect(page.body.starts(with: [0x1F, 0x8B]))
            let plain = try await proxy.curl("/sign-in", ["--compressed", "--http1.1"])
            #expect(plain.version == "1.1")
            #expect(plain.text.contains("<form"))
            // Also of what is refused, by the service or by the proxy.
            for path in ["/nowhere", "/metrics", "//metrics", "/metrics?x=1"] {
                let refused = try await proxy.curl(path)
                #expect(refused.status == 404)
                #expect(refused.all("Strict-Transport-Security").count == 1)
                #expect(!refused.text.contains("waymark_http_requests_total"))
            }
            #expect(try await service.get("/metrics", as: .nobody).text.contains("waymark_http_requests_total"))
            let redirected = try await proxy.curl("http://localhost:\(proxy.http)/learners?name=a%20b")
            #expect(redirected.status == 301)
            #expect(redirected.all("Location") == ["\(proxy.url)/learners?name=a%20b"])
        }
    }

    @Test func `Events of a stream come as they happen, and large files go through`() async throws {
        try await with { service, proxy in
            guard case .token(let token) = try await service.token() else { return }
            let school = try await service.school("First School")
            let learner = try await service.person("s-1", "Ada", "Moreno", role: "student")
            let authorization = ["-H", "Authorization: Bearer \(token)"]
            try await proxy.follow("/api/v1/events/stream", authorization) { text in
                let deadline = ContinuousClock.now + .seconds(20)
                while !text().contains("retry:"), .now < deadline { try await Task.sleep(for: .milliseconds(10)) }
                var took: [Duration] = []
                for _ in 0..<3 {
                    let start = ContinuousClock.now
                    let position = try await service.append([
                        try service.event(
                            .enrolled(Enrolled(from: try service.day("2025-08-18"))), of: learner, on: "2025-08-18",
                            school: school)
                    ])
                    while !text().contains("id: \(position)\n"), start.duration(to: .now) < .seconds(10) {
                        try await Task.sleep(for: .milliseconds(10))
                    }
                    took.append(start.duration(to: .now))
                }
                // Each comes by itself, on a busy machine too; where nothing else is in the way, at once.
                #expect(took.allSatisfy { $0 < .seconds(5) } && (took.min() ?? .zero) < .seconds(1), "\(took)")
            }
            // Larger than nginx takes by itself, which is 1 MB.
            let file = service.folder.path() + "-events"
            defer { try? FileManager.default.removeItem(atPath: file) }
            let line = "{\"key\":\"k\",\"kind\":\"none\",\"x\":\"\(String(repeating: "x", count: 1_000))\"}\n"
            try Data(String(repeating: line, count: 5_000).utf8).write(to: URL(filePath: file))
            let taken = try await proxy.curl(
                "/api/v1/imports/events",
                authorization + ["-H", "Content-Type: application/x-ndjson", "--data-binary", "@\(file)"])
            #expect(taken.status == 202)
            let place = try #require(taken.all("Location").first)
            let end = try await service.waitForImport(place, as: .token(token))
            #expect(end["report"]?["rejected"]?.integer == 5_000)
        }
    }
}
