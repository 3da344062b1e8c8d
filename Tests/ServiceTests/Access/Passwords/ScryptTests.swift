import Testing

@testable import Service

@Suite("scrypt")
struct ScryptTests {
    /// The third vector is left out: it takes 1 GiB.
    @Test(
        "the vectors of RFC 7914, section 12, come out",
        arguments: [
            (
                "password", "NaCl", 10, 8, 16,
                "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830da"
                    + "c727afb94a83ee6d8360cbdfa2cc0640"
            ),
            (
                "pleaseletmein", "SodiumChloride", 14, 8, 1,
                "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9"
                    + "e61e85dc0d651e40dfcf017b45575887"
            ),
        ])
    func vectors(
        password: String, salt: String, logRounds: Int, blockSize: Int, parallelism: Int, expected: String
    ) throws {
        let parameters = try #require(
            ScryptParameters(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism))
        let derived = try parameters.derive(Array(password.utf8), salt: Array(salt.utf8), count: 64)
        #expect(derived.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() == expected)
    }

    @Test("parameters that would eat the memory are none")
    func bounds() {
        #expect(ScryptParameters.standard.memory == 32 << 20)
        #expect(ScryptParameters(logRounds: 16, blockSize: 8, parallelism: 1) != nil)
        #expect(ScryptParameters(logRounds: 17, blockSize: 8, parallelism: 1) == nil)
        #expect(ScryptParameters(logRounds: 20, blockSize: 32, parallelism: 1) == nil)
        #expect(ScryptParameters(logRounds: 16, blockSize: 1, parallelism: 1) == nil)
        #expect(ScryptParameters(logRounds: 0, blockSize: 8, parallelism: 1) == nil)
        #expect(ScryptParameters(logRounds: 10, blockSize: 8, parallelism: 17) == nil)
        #expect(ScryptParameters(logRounds: 10, blockSize: 0, parallelism: 1) == nil)
        #expect(ScryptParameters(logRounds: -1, blockSize: 8, parallelism: 1) == nil)
    }

    @Test("an empty password or salt is refused before it reaches C")
    func empty() throws {
        #expect(throws: PasswordError.underivable) { try ScryptParameters.standard.derive([], salt: [1], count: 32) }
        #expect(throws: PasswordError.underivable) { try ScryptParameters.standard.derive([1], salt: [], count: 32) }
    }
}
