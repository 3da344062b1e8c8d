import LibPQ

/// A file of OneRoster that is imported: which columns it has, and how a row is staged in a temporary table.
///
/// Every staging table begins with `line`, `source_id`, `is_active`, `modified` and `fingerprint`; the file adds its own
/// columns.
protocol RosterFile {
    /// The name, without `.csv`.
    static var name: String { get }
    /// The columns without which the file means nothing.
    static var required: [String] { get }
    /// The columns whose values are used: a row in which none of them changed is unchanged.
    static var used: [String] { get }
    /// The table of reference data whose rows have the ids of this file's rows, where there is one.
    static var target: String? { get }
    /// The staging table.
    static var staging: StagingTable { get }
    /// Finds the file's columns.
    init(_ header: RosterHeader)
    /// The columns that are used beside ``used``, such as those of groups that a district defines.
    var furtherColumns: [RosterHeader.Column] { get }
    /// What is wrong with the header beyond columns that are missing or doubled: the column and the message.
    var headerProblems: [(column: String, message: String)] { get }
    /// Reads a row and appends its own columns.
    func stage(_ row: RosterRow, into copy: inout CopyRow)
}

extension RosterFile {
    var furtherColumns: [RosterHeader.Column] { [] }
    var headerProblems: [(column: String, message: String)] { [] }
}

/// A temporary table into which a file is read before anything is changed.
struct StagingTable {
    /// Its name.
    let name: String
    /// The columns beside those that every staging table has, with their types.
    let columns: [(name: String, type: String)]

    /// Makes the table, which goes away with the transaction.
    var creation: SQL {
        let own = columns.map { ", \($0.name) \($0.type)" }.joined()
        return SQL(
            unsafeRaw: "create temp table \(name) (line int not null, source_id text not null, "
                + "is_active boolean not null, modified timestamptz, fingerprint bytea not null\(own)) on commit drop")
    }

    /// Reads rows into it.
    var copy: SQL {
        let own = columns.map { ", \($0.name)" }.joined()
        return SQL(
            unsafeRaw: "copy pg_temp.\(name) (line, source_id, is_active, modified, fingerprint\(own)) "
                + "from stdin (format binary)")
    }

    /// Makes its rows quick to find, whatever the planner believes of the tables that they are compared with: what a
    /// transaction has just filled, it takes for small.
    var index: SQL { SQL(unsafeRaw: "create index on pg_temp.\(name) (source_id)") }

    /// The same, where no id stands twice; else an error, which says so.
    var uniqueIndex: SQL { SQL(unsafeRaw: "create unique index on pg_temp.\(name) (source_id)") }

    /// Tells the planner how much is in it.
    var analysis: SQL { SQL(unsafeRaw: "analyze pg_temp.\(name)") }
}
