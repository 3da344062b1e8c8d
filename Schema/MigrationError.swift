public import LibPQ

/// Why a database could not be brought up to date. Nothing of the refused or failed migration is applied; those before
/// it are.
public enum MigrationError: Error, Sendable {
    /// A file was changed after it was applied.
    case edited(file: String, appliedAt: String)
    /// The database has migrations that this program does not know.
    case databaseIsNewer(unknown: [String])
    /// A file was put before one that is applied already.
    case outOfOrder(file: String, after: String)
    /// A statement of the file failed.
    case failed(file: String, PostgresError)
    /// The record of what was applied could not be read or written.
    case recordUnusable(PostgresError)
}

extension MigrationError: CustomStringConvertible, CustomDebugStringConvertible {
    /// What was wrong and what to do.
    public var description: String {
        switch self {
        case .edited(let file, let appliedAt):
            """
            \(file) was changed after it was applied on \(appliedAt). \
            Put it back as it was, and write the change as a new migration.
            """
        case .databaseIsNewer(let unknown):
            """
            The database has migrations that this version of Waymark does not know: \
            \(unknown.joined(separator: ", ")). Use the newer version that applied them.
            """
        case .outOfOrder(let file, let after):
            """
            \(file) is not applied, but \(after), which comes after it, is. \
            Give the new migration a number after the applied ones.
            """
        case .failed(let file, let error):
            "\(file) could not be applied: \(error.description) Nothing of it was kept."
        case .recordUnusable(let error):
            """
            The table waymark.migration could not be used: \(error.description) \
            Migrate as a superuser, or as the role that made this database's structure.
            """
        }
    }

    /// The same with all that the server said.
    public var debugDescription: String {
        switch self {
        case .failed(_, let error), .recordUnusable(let error): "\(description)\n\(error.debugDescription)"
        default: description
        }
    }
}
