extension PostgresError {
    /// SQLSTATE: five characters, the first two its class (PostgreSQL manual, appendix A).
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The five characters.
        public let rawValue: String

        /// Any SQLSTATE, also of `RAISE … USING ERRCODE`.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The class: the first two characters, such as `23` for integrity constraints.
        public var classCode: Substring { rawValue.prefix(2) }

        /// Whether `error` is a `PostgresError` with this SQLSTATE: makes `catch PostgresError.uniqueViolation` work.
        public static func ~= (code: Code, error: any Error) -> Bool {
            (error as? PostgresError)?.code == code
        }
    }

    /// 08006, among others of class 08: the connection failed.
    public static let connectionFailure = Code(rawValue: "08006")
    /// 0A000.
    public static let featureNotSupported = Code(rawValue: "0A000")
    /// 22001.
    public static let stringTooLong = Code(rawValue: "22001")
    /// 22003.
    public static let numericOutOfRange = Code(rawValue: "22003")
    /// 22012.
    public static let divisionByZero = Code(rawValue: "22012")
    /// 22021: bytes that are not UTF-8, or U+0000 in a text.
    public static let characterNotInRepertoire = Code(rawValue: "22021")
    /// 22023.
    public static let invalidParameterValue = Code(rawValue: "22023")
    /// 22P02.
    public static let invalidTextRepresentation = Code(rawValue: "22P02")
    /// 22P03.
    public static let invalidBinaryRepresentation = Code(rawValue: "22P03")
    /// 22P04: COPY met data of another form.
    public static let badCopyFileFormat = Code(rawValue: "22P04")
    /// 23000.
    public static let integrityConstraintViolation = Code(rawValue: "23000")
    /// 23502.
    public static let notNullViolation = Code(rawValue: "23502")
    /// 23503.
    public static let foreignKeyViolation = Code(rawValue: "23503")
    /// 23505.
    public static let uniqueViolation = Code(rawValue: "23505")
    /// 23514.
    public static let checkViolation = Code(rawValue: "23514")
    /// 23P01.
    public static let exclusionViolation = Code(rawValue: "23P01")
    /// 25006.
    public static let readOnlyTransaction = Code(rawValue: "25006")
    /// 25P02.
    public static let inFailedTransaction = Code(rawValue: "25P02")
    /// 25P03.
    public static let idleInTransactionTimeout = Code(rawValue: "25P03")
    /// 26000: no such prepared statement.
    public static let invalidStatementName = Code(rawValue: "26000")
    /// 28000.
    public static let invalidAuthorization = Code(rawValue: "28000")
    /// 28P01.
    public static let invalidPassword = Code(rawValue: "28P01")
    /// 3D000: no such database.
    public static let invalidCatalogName = Code(rawValue: "3D000")
    /// 3F000.
    public static let invalidSchemaName = Code(rawValue: "3F000")
    /// 40001.
    public static let serializationFailure = Code(rawValue: "40001")
    /// 40P01.
    public static let deadlockDetected = Code(rawValue: "40P01")
    /// 42501.
    public static let insufficientPrivilege = Code(rawValue: "42501")
    /// 42601.
    public static let syntaxError = Code(rawValue: "42601")
    /// 42703.
    public static let undefinedColumn = Code(rawValue: "42703")
    /// 42704.
    public static let undefinedObject = Code(rawValue: "42704")
    /// 42883.
    public static let undefinedFunction = Code(rawValue: "42883")
    /// 42P01.
    public static let undefinedTable = Code(rawValue: "42P01")
    /// 42P04.
    public static let duplicateDatabase = Code(rawValue: "42P04")
    /// 42P07.
    public static let duplicateTable = Code(rawValue: "42P07")
    /// 42710.
    public static let duplicateObject = Code(rawValue: "42710")
    /// 53100.
    public static let diskFull = Code(rawValue: "53100")
    /// 53300.
    public static let tooManyConnections = Code(rawValue: "53300")
    /// 55006.
    public static let objectInUse = Code(rawValue: "55006")
    /// 55P03: also what `lock_timeout` answers.
    public static let lockNotAvailable = Code(rawValue: "55P03")
    /// 57014: a cancel request or `statement_timeout`; the error's kind tells which.
    public static let queryCancelled = Code(rawValue: "57014")
    /// 57P01: the server is stopping, or an administrator ended the session.
    public static let adminShutdown = Code(rawValue: "57P01")
    /// 57P02.
    public static let crashShutdown = Code(rawValue: "57P02")
    /// 57P03: the server is starting or stopping.
    public static let cannotConnectNow = Code(rawValue: "57P03")
    /// P0001: `RAISE EXCEPTION` without a code.
    public static let raiseException = Code(rawValue: "P0001")
    /// XX000.
    public static let internalError = Code(rawValue: "XX000")
    /// XX001.
    public static let dataCorrupted = Code(rawValue: "XX001")
}

extension PostgresError.Code {
    /// The condition in words, or nil for a code without a constant here.
    var condition: String? { Self.conditions[rawValue] }

    /// What the reader can do, for the codes where there is one thing to do.
    var advice: String? { Self.advices[rawValue] }

    private static let conditions = [
        "08006": "connection failure", "0A000": "feature not supported", "22001": "text too long for its column",
        "22003": "number out of range", "22012": "division by zero", "22021": "not a valid UTF-8 text",
        "22023": "invalid parameter value", "22P02": "invalid text for the type",
        "22P03": "invalid binary form for the type", "22P04": "bad COPY data", "23000": "constraint violation",
        "23502": "not-null violation", "23503": "foreign key violation", "23505": "unique violation",
        "23514": "check violation", "23P01": "exclusion violation", "25006": "read-only transaction",
        "25P02": "the transaction had already failed", "25P03": "idle-in-transaction timeout",
        "26000": "unknown prepared statement", "28000": "login refused", "28P01": "wrong password",
        "3D000": "no such database", "3F000": "no such schema", "40001": "serialization failure",
        "40P01": "deadlock", "42501": "insufficient privilege", "42601": "syntax error", "42703": "no such column",
        "42704": "no such object", "42883": "no such function", "42P01": "no such table",
        "42P04": "the database exists already", "42P07": "the table exists already",
        "42710": "the object exists already", "53100": "disk full", "53300": "too many connections",
        "55006": "object in use", "55P03": "lock not available", "57014": "statement cancelled",
        "57P01": "the server ended the session", "57P02": "the server crashed",
        "57P03": "the server is starting up or shutting down", "P0001": "refused by a function of the database",
        "XX000": "internal error of the server", "XX001": "data corrupted",
    ]

    private static let advices = [
        "28P01": "Check the user and password.",
        "28000": "Check the user and pg_hba.conf.",
        "3D000": "Create the database, or name another.",
        "40001": "Try the transaction again.",
        "40P01": "Try the transaction again.",
        "42P01": "Are all migrations applied?",
        "3F000": "Are all migrations applied?",
        "42883": "Are all migrations applied?",
        "53100": "Free space on the server's disk.",
        "53300": "Use fewer connections, or raise max_connections.",
        "57P01": "Try again when the server is back.",
        "57P02": "Try again when the server is back.",
        "57P03": "Try again in a moment.",
    ]
}
