/// What the process tells the shell when it ends (`Docs/cli.md`).
enum ExitStatus: Int32, Sendable {
    /// All of it was done.
    case fine = 0
    /// The work failed.
    case failed = 1
    /// The command line or the input was refused, and nothing was changed.
    case refused = 2
    /// `verify` found the log damaged.
    case damaged = 3
    /// An import stored what was good and rejected the rest.
    case partly = 4
    /// There is no database to work on: none reachable, or not migrated.
    case noDatabase = 5
    /// Ended by Ctrl-C.
    case interrupted = 130
}
