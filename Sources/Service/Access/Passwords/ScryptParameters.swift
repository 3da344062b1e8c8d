import Crypto
import CryptoExtras
import Foundation

/// What scrypt (RFC 7914) costs: time and memory are both `128 · blockSize · 2^logRounds` bytes' worth.
public struct ScryptParameters: Hashable, Sendable {
    /// The most memory that one derivation may take. Parameters stand beside each hash; a changed row in the database
    /// must not make a sign-in eat the machine.
    static let maximumMemory = 64 << 20
    private static let maximumParallelism = 16

    /// Two to this power is scrypt's N.
    public let logRounds: Int
    /// scrypt's r.
    public let blockSize: Int
    /// scrypt's p.
    public let parallelism: Int

    /// What new passwords are hashed with: 32 MiB, and about 90 ms of one core.
    public static let standard = ScryptParameters(checkedLogRounds: 15, blockSize: 8, parallelism: 1)

    /// Nil when a value is out of the range that RFC 7914 allows, or one derivation would take more than 64 MiB.
    public init?(logRounds: Int, blockSize: Int, parallelism: Int) {
        guard (1...20).contains(logRounds), (1...32).contains(blockSize),
            (1...Self.maximumParallelism).contains(parallelism),
            // RFC 7914, section 2: N is less than 2^(128 · r / 8).
            logRounds < 16 * blockSize
        else { return nil }
        self.init(checkedLogRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
        guard memory <= Self.maximumMemory else { return nil }
    }

    private init(checkedLogRounds: Int, blockSize: Int, parallelism: Int) {
        logRounds = checkedLogRounds
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// Bytes of memory that one derivation takes.
    public var memory: Int { 128 * blockSize << logRounds }

    /// Derives `count` bytes. Takes long: not for a thread of the cooperative pool. `password` must not be empty, as
    /// CryptoExtras hands an address of its bytes to C.
    func derive(_ password: [UInt8], salt: [UInt8], count: Int) throws(PasswordError) -> [UInt8] {
        guard !password.isEmpty, !salt.isEmpty else { throw .underivable }
        do {
            let key = try KDF.Scrypt.deriveKey(
                from: password, salt: salt, outputByteCount: count, rounds: 1 << logRounds, blockSize: blockSize,
                parallelism: parallelism)
            return key.withUnsafeBytes { Array($0) }
        } catch {
            throw .underivable
        }
    }
}
