/// How far an import of a roster has come.
public enum RosterProgress: Sendable, Hashable {
    /// Rows of a file were read.
    case reading(file: String, rows: Int64)
    /// What was read is compared with what is known.
    case comparing
    /// Learning events go to the log: how many are there, of how many.
    case appending(done: Int64, of: Int64)
}
