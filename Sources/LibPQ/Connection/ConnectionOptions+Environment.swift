import Glibc

extension ConnectionOptions {
    /// Options from `DATABASE_URL`, else from libpq's `PG*` variables when one of PGHOST, PGDATABASE and PGSERVICE is
    /// set; nil when none of these is.
    public static func fromEnvironment(_ environment: [String: String]) -> ConnectionOptions? {
        if let url = environment["DATABASE_URL"], !url.isEmpty { return ConnectionOptions(url: url) }
        guard ["PGHOST", "PGDATABASE", "PGSERVICE"].contains(where: { environment[$0] != nil }) else { return nil }
        var keywords: [String: String] = [:]
        for option in ConninfoOption.all() {
            guard let variable = option.environmentVariable, let value = environment[variable] else { continue }
            keywords[option.keyword] = value
        }
        return ConnectionOptions(keywords)
    }

    /// What goes to libpq: the keywords over our defaults, and the settings inside `options`.
    var connectKeywords: [String: String] {
        var all = [
            "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
            "tcp_user_timeout": "60000",
        ]
        if getenv("PGCONNECT_TIMEOUT") == nil { all["connect_timeout"] = "10" }
        all.merge(keywords) { _, given in given }
        all["client_encoding"] = "UTF8"
        if !settings.isEmpty {
            let flags = settings.sorted { $0.key < $1.key }.map { "-c " + Self.escaped("\($0.key)=\($0.value)") }
            all["options"] = ([all["options"]].compactMap { $0 } + flags).joined(separator: " ")
        }
        return all
    }

    /// Spaces separate options and backslashes escape (PostgreSQL manual, 34.1.2, `options`).
    private static func escaped(_ option: String) -> String {
        option.reduce(into: "") { text, character in
            if character == "\\" || character.isWhitespace { text.append("\\") }
            text.append(character)
        }
    }
}
