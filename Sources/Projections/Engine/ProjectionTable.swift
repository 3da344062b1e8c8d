/// A table of a projection: its rows belong to one learner each, and their key is the learner and one thing more.
public struct ProjectionTable: Hashable, Sendable {
    /// What tells a learner's rows apart.
    public enum Key: String, Hashable, Sendable {
        /// An id.
        case id = "uuid"
        /// A position in the log.
        case position = "bigint"
    }

    /// The name under which the table is read: a view in the schema `proj`.
    public let name: String
    /// What tells a learner's rows apart.
    public let key: Key
    /// The column of the key.
    public let keyColumn: String
    /// What the key ends in, where it is more than one column: rows write these first.
    public let thenBy: [String]
    /// The other columns, in the order in which rows write them.
    public let columns: [String]

    /// A table. The migration that makes its template has the columns `tenant`, `learner`, the key and these.
    public init(name: String, key: Key, keyColumn: String, thenBy: [String] = [], columns: [String]) {
        self.name = name
        self.key = key
        self.keyColumn = keyColumn
        self.thenBy = thenBy
        self.columns = columns
    }

    /// Every column, in order.
    var allColumns: [String] { ["tenant", "learner", keyColumn] + thenBy + columns }
}
