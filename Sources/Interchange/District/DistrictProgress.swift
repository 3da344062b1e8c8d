/// How far an export or an import of a district has come.
public enum DistrictProgress: Sendable, Hashable {
    /// Files of the archive are compared with what it says of them; lines that were looked at, of all.
    case checking(lines: Int64, of: Int64)
    /// Events were written, or arrived; of all.
    case events(done: Int64, of: Int64)
    /// Files of evidence were written, or arrived; of all.
    case files(done: Int64, of: Int64)
    /// Reference data of this table is written, or arrives.
    case table(String)
}
