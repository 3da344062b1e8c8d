/// Why a private PostgreSQL server could not be found, made, started or stopped, and what to do about it.
public enum ClusterError: Error, Sendable, Equatable {
    /// No PostgreSQL of version 15 or newer was found in these folders.
    case postgresNotFound(searched: [String])
    /// The data was made by a major version of PostgreSQL of which no programs are installed.
    case versionNotInstalled(data: String, major: Int)
    /// Running as root needs an account for the server, and there is none.
    case accountMissing(name: String)
    /// The server's account cannot enter the home folder.
    case homeUnreachable(home: String, account: String)
    /// A folder that must be private belongs to somebody else, or is no folder.
    case directoryNotPrivate(path: String)
    /// Another start, stop or reset holds the lock of this cluster.
    case busy(lock: String, waitedSeconds: Int)
    /// A call of the operating system failed.
    case system(doing: String, path: String, errno: Int32)
    /// One of PostgreSQL's programs failed.
    case programFailed(program: String, output: String)
    /// The server did not start; `log` is what it wrote while trying.
    case startFailed(dataDirectory: String, log: String)
    /// The server did not stop within the time.
    case stopFailed(dataDirectory: String, output: String)
}

extension ClusterError: CustomStringConvertible {
    /// What was wrong, where, and what to do.
    public var description: String {
        switch self {
        case .postgresNotFound(let searched):
            """
            No PostgreSQL 15 or newer was found (looked in \(searched.joined(separator: ", "))). \
            Install it with `apt-get install postgresql`, or set DATABASE_URL to use a server of your own.
            """
        case .versionNotInstalled(let data, let major):
            """
            The data in \(data) was made by PostgreSQL \(major), which is not installed. \
            Install it with `apt-get install postgresql-\(major)`.
            """
        case .accountMissing(let name):
            """
            PostgreSQL must not run as root, and there is no account '\(name)' to run it. \
            Install PostgreSQL with `apt-get install postgresql`, which makes the account, or work as another user.
            """
        case .homeUnreachable(let home, let account):
            """
            The account '\(account)', which runs PostgreSQL, cannot enter \(home). \
            Set WAYMARK_HOME to a folder that it can enter, such as /var/lib/waymark, or allow it through each \
            folder on the way with `chmod o+x`.
            """
        case .directoryNotPrivate(let path):
            """
            \(path) should be a folder that only the account of the server can enter, and it is not. \
            Move it away, or set WAYMARK_HOME to another folder.
            """
        case .busy(let lock, let waitedSeconds):
            """
            Another command has been starting or stopping this server for \(waitedSeconds) seconds (it holds \(lock)). \
            Wait until it ends, or end it, and try again.
            """
        case .system(let doing, let path, let errno):
            "Could not \(doing) \(path): \(SystemCall.message(errno)).\(Self.advice(errno: errno))"
        case .programFailed(let program, let output):
            "PostgreSQL's \(program) failed.\(Self.advice(log: output)) It said:\n\(output)"
        case .startFailed(let dataDirectory, let log):
            "PostgreSQL did not start on \(dataDirectory).\(Self.advice(log: log)) Its log says:\n\(log)"
        case .stopFailed(let dataDirectory, let output):
            "PostgreSQL on \(dataDirectory) did not stop. It may still be writing; try again. It said:\n\(output)"
        }
    }

    private static func advice(errno: Int32) -> String {
        switch errno {
        case SystemCall.noSpace: " The disk is full: free some space and try again."
        case SystemCall.notPermitted, SystemCall.accessDenied:
            " Work as the user who owns it, or set WAYMARK_HOME to a folder of your own."
        default: ""
        }
    }

    /// What to do, for the failures people really meet.
    private static func advice(log: String) -> String {
        let known: [(sign: String, advice: String)] = [
            ("No space left on device", "The disk is full: free some space and start again."),
            ("Disk quota exceeded", "Your disk quota is used up: free some space and start again."),
            ("could not bind", "Another server uses the same socket: stop it, or set WAYMARK_HOME to another folder."),
            (
                "pre-existing shared memory block",
                "Processes of the server before are still ending: wait a moment and start again."
            ),
            ("lock file", "Another server seems to run on this data or socket: stop it and start again."),
            (
                "could not map anonymous shared memory",
                "There is too little free memory: end something and start again."
            ),
            ("database files are incompatible", "The data was made by another version of PostgreSQL."),
            ("Permission denied", "The account of the server may not read its own folders: see who owns them."),
        ]
        return known.first { log.contains($0.sign) }.map { " " + $0.advice } ?? ""
    }
}
