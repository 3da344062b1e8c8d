import Foundation

/// A password as somebody typed it, in Unicode's normal form C (NIST SP 800-63B-4, section 3.1.1.2), so that the same
/// characters are the same password on every keyboard. It never shows itself in text that might be logged.
public struct Password: Sendable {
    /// Characters, counted as NIST counts them: each Unicode code point is one.
    public let length: Int
    /// Its UTF-8 form, which is hashed.
    let bytes: [UInt8]

    /// The password that `text` spells.
    public init(_ text: String) {
        let normal = text.precomposedStringWithCanonicalMapping
        length = normal.unicodeScalars.count
        bytes = Array(normal.utf8)
    }

    /// Whether it can be anybody's password at all. An endless one would only cost us work, and none is empty.
    var isPossible: Bool { (1...PasswordRules.maximumLength).contains(length) }

    /// The text, for the rules alone.
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension Password: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing of it.
    public var description: String { "a password" }
    /// Nothing of it.
    public var debugDescription: String { description }
    /// Nothing of it.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
