/// Which answers are worth compressing.
public enum Compressible {
    /// A shorter body fits one packet as it is.
    public static let minimumLength = 1024

    /// Whether a body of this type and length gets smaller by it. Pictures, PDF and archives are compressed already.
    ///
    /// Never compress an answer that holds a secret beside text that a stranger can choose: from its length the secret
    /// can be guessed (the attack BREACH). Waymark's secrets travel in cookies, not in bodies.
    /// - Parameter contentType: the value of `Content-Type`, parameters and all.
    public static func isWorthwhile(contentType: String?, length: Int) -> Bool {
        guard length >= minimumLength, let contentType else { return false }
        let type = contentType.prefix { $0 != ";" && $0 != " " }.lowercased()
        return type.hasPrefix("text/") || type.hasSuffix("+json") || type.hasSuffix("+xml") || types.contains(type)
    }

    private static let types: Set<String> = [
        "application/json", "application/jsonl", "application/x-ndjson", "application/xml", "application/javascript",
        "application/jwt", "font/ttf", "font/otf",
    ]
}
