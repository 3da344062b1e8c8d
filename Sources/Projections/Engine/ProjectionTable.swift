/// A table of a projection: its rows belong to one learner each, and their key is the learner and one thing more.
public struct ProjectionTable: Hashable, Sendable {
    /// What tells a learner's rows apart.
    public enum Key: String, Hashable, Sendable {
        /// An id.
        case id = "uuid"
        /// A position in the log.
        case position = "bigint"
    }

    /// Where each row of a table starts, whose rows say how something stood from some point on.
    ///
    /// Such a table only grows, but for rows that are withdrawn from a moment on (``WithdrawnRows``).
    public struct Start: Hashable, Sendable {
        /// The columns of the moment from which on a row stands.
        public var (at, position): (String, String)
        /// Whether a row that is withdrawn stays, without its ``at``: it says something else as well.
        public var outlastsWithdrawal: Bool

        /// Where rows start.
        public init(at: String, position: String, outlastsWithdrawal: Bool = false) {
            (self.at, self.position) = (at, position)
            self.outlastsWithdrawal = outlastsWithdrawal
        }
    }

    /// The name under which the table is read: a view in the schema `proj`.
    public let name: String
    /// What tells a learner's rows apart.
    public let key: Key
    /// The column of the key.
    public let keyColumn: String
    /// The other columns, in the order in which rows write them: that of the migration.
    public let columns: [String]
    /// Where rows start; `nil` where a row says how something is now.
    public let start: Start?

    /// A table. The migration that makes its template has the columns `tenant`, `learner`, the key and these, in this order.
    public init(name: String, key: Key, keyColumn: String, columns: [String], start: Start? = nil) {
        self.name = name
        self.key = key
        self.keyColumn = keyColumn
        self.columns = columns
        self.start = start
    }

    /// Every column, in order.
    var allColumns: [String] { ["tenant", "learner", keyColumn] + columns }
}
