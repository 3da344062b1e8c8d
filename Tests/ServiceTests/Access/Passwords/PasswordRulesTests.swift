import Testing

@testable import Service

@Suite("Rules for new passwords")
struct PasswordRulesTests {
    private let own = ["ann.lindgren@school.example", "Ann Lindgren", "alindgren"]

    private func objection(_ text: String, minimum: Int = PasswordRules.minimumLength) -> PasswordObjection? {
        PasswordRules(minimum: minimum).objection(to: Password(text), own: own)
    }

    @Test(
        "long ones that nobody guesses are fine",
        arguments: [
            "violet tractor seven", "the moon over the barn door", "493 018 227 645 907", "ünter öder ähre 77 boote",
            "我们一起去看海边的日出日落好不好呀", "zebra!zebra#lamp lemon", "Lindgren reads a book aloud",
            "password for my violet tractor",
        ])
    func fine(text: String) {
        #expect(objection(text) == nil)
    }

    @Test("length is counted in code points of the composed form")
    func length() {
        #expect(objection("violet tractor") == .tooShort(minimum: 15))
        #expect(objection("violet tractors") == nil)
        // Fourteen characters once the mark has joined its letter.
        #expect(objection("cafe\u{301}s tractors") == .tooShort(minimum: 15))
        #expect(objection("violettr", minimum: 8) == nil)
        let words = "violet tractor seven moon barn door lamp "
        let long = String(String(repeating: words, count: 7).prefix(255)) + "!"
        #expect(Password(long).length == 256 && objection("x" + long) == .tooLong(maximum: 256))
        #expect(objection(String(long.reversed().prefix(250))) != .tooLong(maximum: 256))
    }

    @Test(
        "the person's own login, name or address is refused, with digits or repeated or backwards too",
        arguments: [
            "Ann Lindgren 2026", "annlindgrenannlindgren", "ANN.LINDGREN!!!!!!", "ann.lindgren@school.example",
            "2026 ann lindgren 2027", "alindgrenalindgren", "nergdnil nna", "alindgren1234567",
        ])
    func ownName(text: String) {
        #expect(objection(text, minimum: 8) == .own)
    }

    @Test(
        "what everybody tries first is refused",
        arguments: [
            "Password Password", "password1234567", "correct horse battery staple", "passwordpasswordpass",
            "iloveyou iloveyou", "WAYMARK-waymark-WAYMARK", "Administrator 2026", "2026basketball2026",
            "welcome to school!!",
        ])
    func common(text: String) {
        #expect(objection(text) == .common)
    }

    @Test(
        "repetitions and rows of keys are refused",
        arguments: [
            "aaaaaaaaaaaaaaa", "abcabcabcabcabc", "!!!!!!!!!!!!!!!!", "012345678901234", "987654321098765",
            "abcdefghijklmnop", "qwertyuiopasdfg", "ponmlkjihgfedcba", "1qaz2wsx3edc4rfv", "12345 12345 12345",
            "qwertz uiop asdfgh",
        ])
    func pattern(text: String) {
        #expect(objection(text) == .pattern)
    }

    @Test("each objection tells a person what to do")
    func words() {
        let all: [PasswordObjection] = [.tooShort(minimum: 15), .tooLong(maximum: 256), .own, .common, .pattern]
        for objection in all { #expect(objection.description.hasSuffix(".")) }
        #expect(PasswordObjection.tooShort(minimum: 15).description.contains("15"))
    }
}
