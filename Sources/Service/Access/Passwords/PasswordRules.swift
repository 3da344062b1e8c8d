/// What a new password must be (NIST SP 800-63B-4, section 3.1.1.2): long, and not one that others guess. Nothing demands
/// digits or signs, and nothing expires.
public struct PasswordRules: Sendable {
    /// The least number of characters of a password that is the only factor.
    public static let minimumLength = 15
    /// The most characters of any password (the standard demands that at least 64 be allowed).
    public static let maximumLength = 256
    /// A piece this short may not be all that a password repeats.
    private static let shortestPiece = 6

    /// The least number of characters.
    public let minimum: Int

    /// Rules with another minimum than the usual, for instance where there is a second factor (then 8 are enough).
    public init(minimum: Int = Self.minimumLength) {
        self.minimum = minimum
    }

    /// What stands against `password`; nil when it is fine.
    /// - Parameters:
    ///   - own: the login, the name, the mail address: what others know of the person.
    public func objection(to password: Password, own: [String]) -> PasswordObjection? {
        if password.length < minimum { return .tooShort(minimum: minimum) }
        if password.length > Self.maximumLength { return .tooLong(maximum: Self.maximumLength) }
        let folded = Self.folded(password.text)
        // Of signs alone nothing is left; then the signs themselves may not repeat.
        let characters = folded.isEmpty ? Array(password.text) : folded
        let piece = Self.repeatedPiece(of: characters)
        if piece.count < Self.shortestPiece || Self.isRow(piece) { return .pattern }
        let cores = [characters, piece, Self.withoutDigits(characters), Self.withoutDigits(piece)]
            .flatMap { [$0, Self.repeatedPiece(of: $0)] }
        if cores.contains(where: { Self.isOwn($0, own) }) { return .own }
        if cores.contains(where: { CommonPasswords.all.contains(String($0)) }) { return .common }
        return nil
    }

    /// Letters and digits in lower case: who guesses tries all ways to write a word.
    private static func folded(_ text: String) -> [Character] {
        text.lowercased().filter { $0.isLetter || $0.isNumber }.map { $0 }
    }

    private static func withoutDigits(_ characters: [Character]) -> [Character] {
        Array(characters.drop { $0.isNumber }.reversed().drop { $0.isNumber }.reversed())
    }

    /// The shortest piece that, repeated, gives the whole; the last repetition may be cut short.
    private static func repeatedPiece(of characters: [Character]) -> [Character] {
        guard characters.count > 1 else { return characters }
        let length = (1...characters.count).first { length in
            (length..<characters.count).allSatisfy { characters[$0] == characters[$0 - length] }
        }
        return Array(characters.prefix(length ?? characters.count))
    }

    /// Whether it is a part of a row that goes on for ever, forwards or backwards.
    private static func isRow(_ characters: [Character]) -> Bool {
        let text = String(characters)
        let backwards = String(characters.reversed())
        return CommonPasswords.rows.contains { row in
            let endless = String(repeating: row, count: characters.count / row.count + 2)
            return endless.contains(text) || endless.contains(backwards)
        }
    }

    private static func isOwn(_ core: [Character], _ own: [String]) -> Bool {
        own.contains { text in
            let whole = folded(text)
            let beforeAt = folded(String(text.prefix { $0 != "@" }))
            return [whole, beforeAt].contains { candidate in
                !candidate.isEmpty
                    && (core == candidate || core == withoutDigits(candidate) || core == candidate.reversed())
            }
        }
    }
}
