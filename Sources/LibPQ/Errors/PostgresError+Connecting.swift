extension PostgresError {
    /// The error of a connection attempt. libpq gives no SQLSTATE for these, and its text names host, user and database
    /// but never a password; it is what the reader needs.
    static func refused(_ message: String) -> PostgresError {
        var text = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if text.last == "." { text.removeLast() }
        let code = code(of: text)
        let advice = code?.advice ?? "Is it running, and are host, port and user right?"
        return PostgresError(
            kind: .connection, code: code, summary: "No connection to PostgreSQL: \(text). \(advice)",
            fields: ServerFields(message: message))
    }

    /// Of the server's refusals, those a caller acts on, told by their English texts; others stay without a code.
    private static func code(of text: String) -> Code? {
        let known: [(String, Code)] = [
            ("the database system is", cannotConnectNow), ("too many clients", tooManyConnections),
            ("remaining connection slots", tooManyConnections), ("password authentication failed", invalidPassword),
            ("no pg_hba.conf entry", invalidAuthorization),
        ]
        if let found = known.first(where: { text.contains($0.0) })?.1 { return found }
        return text.contains("database \"") && text.contains("does not exist") ? invalidCatalogName : nil
    }
}
