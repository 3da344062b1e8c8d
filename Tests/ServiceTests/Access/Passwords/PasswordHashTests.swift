import TestSupport
import Testing

@testable import Service

@Suite("The text of a password's hash")
struct PasswordHashTests {
    @Test("a known text is read, and fits its password alone")
    func known() throws {
        // Made by Python's hashlib.scrypt.
        let text = "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$IZMORLo+NKM9sf3dDH1ZCk4hbDj0SQeYfTHU51eMJgU"
        let hash = try #require(PasswordHash(text: text))
        #expect(hash.text == text)
        #expect(hash.salt == Array(0..<16))
        #expect(try hash.fits(Array("correct horse battery staple".utf8)))
        #expect(try !hash.fits(Array("correct horse battery stapl".utf8)))
    }

    @Test("what is written is read again", arguments: 0..<200 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let parameters = try #require(
            ScryptParameters(
                logRounds: .random(in: 1...10, using: &random), blockSize: .random(in: 1...32, using: &random),
                parallelism: .random(in: 1...16, using: &random)))
        let salt = (0..<Int.random(in: 8...64, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        let bytes = (0..<Int.random(in: 16...64, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        let hash = PasswordHash(parameters: parameters, salt: salt, hash: bytes)
        #expect(PasswordHash(text: hash.text) == hash)
    }

    @Test(
        "another text is refused",
        arguments: [
            "", "$", "$scrypt$", "plain text",
            "$bcrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$IZMORLo+NKM9sf3dDH1ZCk4hbDj0SQeYfTHU51eMJgU",
            "$scrypt$ln=04,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$IZMORLo+NKM9sf3dDH1ZCk4hbDj0SQeYfTHU51eMJgU",
            "$scrypt$ln=+4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$IZMORLo+NKM9sf3dDH1ZCk4hbDj0SQeYfTHU51eMJgU",
            "$scrypt$r=8,ln=4,p=1$AAECAwQFBgcICQoLDA0ODw$IZMORLo+NKM9sf3dDH1ZCk4hbDj0SQeYfTHU51eMJgU",
            "$scrypt$ln=4,r=8$AAECAwQFBgcICQoLDA0ODw$IZMORLo+NKM9sf3dDH1ZCk4hbDj0SQeYfTHU51eMJgU",
            "$scrypt$ln=30,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$IZMORLo+NKM9sf3dDH1ZCk4hbDj0SQeYfTHU51eMJgU",
            "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw==$IZMORLo+NKM9sf3dDH1ZCk4hbDj0SQeYfTHU51eMJgU=",
            "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODx$IZMORLo+NKM9sf3dDH1ZCk4hbDj0SQeYfTHU51eMJgU",
            "$scrypt$ln=4,r=8,p=1$$IZMORLo+NKM9sf3dDH1ZCk4hbDj0SQeYfTHU51eMJgU",
            "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$",
            "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$MmAL4g",
            "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$IZMORLo+NKM9sf3dDH1ZCk4hbDj0SQeYfTHU51eMJgU$",
            "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$IZMORLo-NKM9sf3dDH1ZCk4hbDj0SQeYfTHU51eMJgU",
        ])
    func refused(text: String) {
        #expect(PasswordHash(text: text) == nil)
    }

    @Test("one made with less than new ones are made with wants to be made again")
    func rehash() throws {
        let weak = try #require(
            PasswordHash(
                text: "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$IZMORLo+NKM9sf3dDH1ZCk4hbDj0SQeYfTHU51eMJgU"))
        #expect(weak.needsRehash())
        #expect(!weak.needsRehash(weak.parameters))
        let short = PasswordHash(parameters: .standard, salt: Array(0..<8), hash: Array(0..<32))
        #expect(short.needsRehash())
        let good = PasswordHash(parameters: .standard, salt: Array(0..<16), hash: Array(0..<32))
        #expect(!good.needsRehash())
    }

    @Test("neither a password nor its hash shows itself in text")
    func hidden() throws {
        let password = Password("correct horse battery staple")
        let hash = PasswordHash(parameters: .standard, salt: Array(0..<16), hash: Array(0..<32))
        var dumped = ""
        dump((password, hash), to: &dumped)
        for text in ["\(password)", String(reflecting: password), "\(hash)", String(reflecting: hash), dumped] {
            #expect(!text.contains("horse"))
            #expect(!text.contains("AAEC"))
            #expect(!text.contains("31"))
        }
    }
}
