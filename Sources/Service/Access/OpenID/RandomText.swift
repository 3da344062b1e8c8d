import Crypto

/// Texts that nobody can guess.
enum RandomText {
    /// 256 random bits as 43 characters, each a letter, a digit, `-` or `_`.
    static func make() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Base64URL.text($0) }
    }
}
