import Foundation

/// A password's hash, with all that is needed to check a password against it: what the database keeps.
///
/// Its text is `$scrypt$ln=15,r=8,p=1$SALT$HASH`, both in base64 (RFC 4648, section 4) without padding: the form of the
/// PHC string format, which other programs read too.
public struct PasswordHash: Hashable, Sendable {
    /// How long a new salt is, in bytes (NIST SP 800-63B-4 demands four).
    static let saltLength = 16
    /// How long a new hash is, in bytes.
    static let hashLength = 32

    /// What it was made with.
    public let parameters: ScryptParameters
    let salt: [UInt8]
    let hash: [UInt8]

    init(parameters: ScryptParameters, salt: [UInt8], hash: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.hash = hash
    }

    /// The hash that `text` holds; nil when it is not one, not in its one canonical form, or too expensive to check.
    public init?(text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let parameters = Self.parameters(parts[2]),
            let salt = Self.bytes(parts[3]), (8...64).contains(salt.count),
            let hash = Self.bytes(parts[4]), (16...64).contains(hash.count)
        else { return nil }
        self.init(parameters: parameters, salt: salt, hash: hash)
        guard self.text.utf8.elementsEqual(text.utf8) else { return nil }
    }

    /// The text to keep.
    public var text: String {
        let costs = "ln=\(parameters.logRounds),r=\(parameters.blockSize),p=\(parameters.parallelism)"
        return "$scrypt$\(costs)$\(Self.base64(salt))$\(Self.base64(hash))"
    }

    /// Whether a password that fits should be hashed anew, since new ones are made otherwise.
    public func needsRehash(_ current: ScryptParameters = .standard) -> Bool {
        parameters != current || hash.count != Self.hashLength || salt.count < Self.saltLength
    }

    /// Whether it is the hash of `password`. Takes long, and as long whatever differs.
    func fits(_ password: [UInt8]) throws(PasswordError) -> Bool {
        let derived = try parameters.derive(password, salt: salt, count: hash.count)
        return zip(derived, hash).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func parameters(_ text: Substring) -> ScryptParameters? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, let logRounds = value(parts[0], "ln="), let blockSize = value(parts[1], "r="),
            let parallelism = value(parts[2], "p=")
        else { return nil }
        return ScryptParameters(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
    }

    private static func value(_ text: Substring, _ name: String) -> Int? {
        text.hasPrefix(name) ? Int(text.dropFirst(name.count)) : nil
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        String(Data(bytes).base64EncodedString().prefix { $0 != "=" })
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text + padding).map { Array($0) }
    }
}

extension PasswordHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What it was made with, and nothing that would help to guess the password.
    public var description: String { "a scrypt hash (ln=\(parameters.logRounds))" }
    /// As `description`.
    public var debugDescription: String { description }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
