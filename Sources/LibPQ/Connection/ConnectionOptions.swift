import CLibPQ

/// Where and how to connect: libpq's keywords (PostgreSQL manual, 34.1.2) and settings of the session.
///
/// Unless said otherwise a connection attempt ends after 10 seconds for each host, a peer that vanished is noticed
/// within a minute (`keepalives_idle` 30, `keepalives_interval` 10, `keepalives_count` 3, `tcp_user_timeout` 60000),
/// and the encoding is UTF-8.
public struct ConnectionOptions: Sendable {
    /// The conninfo parameters as given, for pg_dump, psql and tests. A password may be among them.
    public private(set) var keywords: [String: String]
    /// Session settings, such as `role` or `statement_timeout`, in force from the first statement.
    public var settings: [String: String]
    /// How long the server may be silent while an answer is due before the connection is given up; nil leaves it to
    /// TCP, which cannot see through a proxy. Choose it longer than `statement_timeout`.
    public var answerLimit: Duration?
    /// Receives the server's notices, which are dropped otherwise. Called on the connection's thread.
    public var onNotice: (@Sendable (Notice) -> Void)?
    /// Why the connection string could not be read; thrown by `connect`.
    let problem: PostgresError?

    /// Options by libpq's keywords: `host`, `port`, `user`, `dbname`, …
    public init(_ keywords: [String: String] = [:], settings: [String: String] = [:]) {
        self.keywords = keywords
        self.settings = settings
        problem = nil
    }

    /// Options by a `postgres://` URI or a conninfo string. One that cannot be read is reported by `connect`.
    public init(url: String, settings: [String: String] = [:]) {
        var message: UnsafeMutablePointer<CChar>?
        let parsed = PQconninfoParse(url, &message)
        defer {
            PQconninfoFree(parsed)
            PQfreemem(message)
        }
        keywords = parsed.map { ConninfoOption.list($0).reduce(into: [:]) { $0[$1.keyword] = $1.value } } ?? [:]
        self.settings = settings
        // libpq's message may quote the string, password and all: only `debugDescription` has it.
        problem =
            parsed != nil
            ? nil
            : .connection(
                "The connection string cannot be read; expected postgres://user@host:port/database or host=… dbname=….",
                message: message.map { String(cString: $0) })
    }

    /// The same with another database.
    public func with(database: String) -> ConnectionOptions {
        with(keyword: "dbname", database)
    }

    /// The same with a libpq keyword set.
    public func with(keyword: String, _ value: String) -> ConnectionOptions {
        var copy = self
        copy.keywords[keyword] = value
        return copy
    }

    /// The same with settings added or replaced.
    public func with(settings: [String: String]) -> ConnectionOptions {
        var copy = self
        copy.settings.merge(settings) { _, new in new }
        return copy
    }
}

extension ConnectionOptions: CustomStringConvertible, CustomReflectable {
    /// The keywords without the password.
    public var description: String {
        keywords.filter { !Self.secrets.contains($0.key) }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    /// So that `dump` and `String(reflecting:)` show no password either.
    public var customMirror: Mirror { Mirror(self, children: ["keywords": description, "settings": settings]) }

    private static let secrets: Set<String> = ["password", "sslpassword"]
}
