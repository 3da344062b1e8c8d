import Testing

@testable import Service

@Suite("A sign-in under way")
struct PendingSignInTests {
    @Test("what is written is read again")
    func roundTrip() {
        let pending = PendingSignIn(returnPath: "/learners/7?tab=\"evidence\"")
        #expect(PendingSignIn(bytes: pending.bytes) == pending)
        #expect(PendingSignIn(bytes: Array("{}".utf8)) == nil)
        #expect(PendingSignIn(bytes: []) == nil)
    }

    @Test(
        "only a path of ours is kept",
        arguments: [
            "https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "\\\\evil.example",
            "evil",
            "", "javascript:alert(1)", "/ok\r\nSet-Cookie: a=b", "/a\\..\\b", "/é", " /ok",
            "/" + String(repeating: "a", count: 1024),
        ])
    func foreign(path: String) {
        #expect(PendingSignIn(returnPath: path).returnPath == "/")
    }

    @Test(
        "a path of ours is kept as it is",
        arguments: ["/", "/learners/7", "/a?b=c&d=e#f", "/a//b", "/?next=https://x.example/"])
    func ours(path: String) {
        #expect(PendingSignIn(returnPath: path).returnPath == path)
    }
}
