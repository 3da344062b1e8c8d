/// Any failure of this layer: what the server refused, a lost connection, a value that did not decode.
///
/// `description` names conditions, constraints, tables and columns but never a value, a message or SQL text, since any
/// of those can hold a learner's data. `debugDescription` tells all of it: log it at debug level only.
///
/// ```swift
/// do { … } catch PostgresError.uniqueViolation { … }
/// ```
public struct PostgresError: Error, Sendable {
    /// Which part failed.
    public enum Kind: Sendable, Equatable {
        /// The server answered with an error; `code` says which.
        case server
        /// No connection, or it was lost. Whether an unfinished COMMIT took effect is then unknown.
        case connection
        /// A value of a result has another type, length or nullness than was asked for.
        case decoding
        /// The statement was cancelled, by the task or by an administrator.
        case cancelled
        /// `statement_timeout`, `lock_timeout` or the connection's own limit passed.
        case timeout
        /// The caller broke a rule of this layer, such as a transaction left open.
        case usage
    }

    private final class Storage: Sendable {
        let kind: Kind
        let code: Code?
        let summary: String
        let fields: ServerFields
        let sql: String?
        let column: String?
        let isBeforeStart: Bool

        init(
            kind: Kind, code: Code?, summary: String, fields: ServerFields, sql: String?, column: String?,
            isBeforeStart: Bool
        ) {
            self.kind = kind
            self.code = code
            self.summary = summary
            self.fields = fields
            self.sql = sql
            self.column = column
            self.isBeforeStart = isBeforeStart
        }
    }

    private let storage: Storage

    init(
        kind: Kind, code: Code? = nil, summary: String, fields: ServerFields = ServerFields(), sql: String? = nil,
        column: String? = nil, isBeforeStart: Bool = false
    ) {
        storage = Storage(
            kind: kind, code: code, summary: summary, fields: fields, sql: sql, column: column,
            isBeforeStart: isBeforeStart)
    }

    /// Which part failed.
    public var kind: Kind { storage.kind }
    /// SQLSTATE, when the server sent one (PostgreSQL manual, appendix A).
    public var code: Code? { storage.code }
    /// The server's primary message. May hold data.
    public var message: String? { storage.fields.message }
    /// The server's detail. Often holds data.
    public var detail: String? { storage.fields.detail }
    /// The server's hint.
    public var hint: String? { storage.fields.hint }
    /// The schema of the object the error is about.
    public var schema: String? { storage.fields.schema }
    /// The table the error is about.
    public var table: String? { storage.fields.table }
    /// The column the error is about: of a constraint, or of the result that did not decode.
    public var column: String? { storage.column ?? storage.fields.column }
    /// The constraint that refused.
    public var constraint: String? { storage.fields.constraint }
    /// The statement's text, with `$1` in the place of values.
    public var sql: String? { storage.sql }

    /// The connection died before anything of the caller's work was sent: another one may try it.
    var isBeforeStart: Bool { storage.isBeforeStart }

    func with(sql: String? = nil, column: String? = nil, isBeforeStart: Bool? = nil) -> PostgresError {
        PostgresError(
            kind: kind, code: code, summary: storage.summary, fields: storage.fields, sql: sql ?? storage.sql,
            column: column ?? storage.column, isBeforeStart: isBeforeStart ?? storage.isBeforeStart)
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// What was wrong and what to do, without any data.
    public var description: String {
        guard let column = storage.column else { return storage.summary }
        return "Column \(column): \(storage.summary)"
    }

    /// Everything known, the server's message and the SQL text included: may hold personal data.
    public var debugDescription: String {
        var lines = [description]
        let fields = storage.fields
        let labelled: [(String, String?)] = [
            ("message", fields.message), ("detail", fields.detail), ("hint", fields.hint),
            ("context", fields.context), ("position", fields.position), ("sql", sql),
        ]
        for case (let label, let value?) in labelled { lines.append("\(label): \(value)") }
        return lines.joined(separator: "\n")
    }
}

extension PostgresError {
    static func connection(_ summary: String, message: String? = nil) -> PostgresError {
        PostgresError(kind: .connection, summary: summary, fields: ServerFields(message: message))
    }

    static func usage(_ summary: String) -> PostgresError {
        PostgresError(kind: .usage, summary: summary)
    }

    static func decoding(_ summary: String) -> PostgresError {
        PostgresError(kind: .decoding, summary: summary)
    }

    static var cancelled: PostgresError {
        PostgresError(kind: .cancelled, summary: "The task was cancelled.")
    }

    static var closed: PostgresError {
        .connection("The connection is closed.")
    }
}
