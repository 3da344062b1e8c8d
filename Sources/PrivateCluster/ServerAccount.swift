import Foundation

/// The account that runs the server: oneself, or, for root (as which PostgreSQL refuses to run), the owner of the
/// data, which is `postgres` for data yet to be made.
struct ServerAccount: Sendable, Equatable {
    let name: String
    let user: uid_t
    let group: gid_t
    /// True when commands must be run as somebody else.
    let isOther: Bool

    static func find(dataDirectory: String) throws(ClusterError) -> ServerAccount {
        let own = geteuid()
        guard own == 0 else {
            return ServerAccount(name: name(of: own) ?? String(own), user: own, group: getegid(), isOther: false)
        }
        if let owner = SystemCall.information(dataDirectory), owner.st_uid != 0 {
            return ServerAccount(
                name: name(of: owner.st_uid) ?? String(owner.st_uid), user: owner.st_uid, group: owner.st_gid,
                isOther: true)
        }
        guard let entry = getpwnam("postgres") else { throw .accountMissing(name: "postgres") }
        return ServerAccount(
            name: "postgres", user: entry.pointee.pw_uid, group: entry.pointee.pw_gid, isOther: true)
    }

    private static func name(of user: uid_t) -> String? {
        guard let entry = getpwuid(user) else { return nil }
        return String(cString: entry.pointee.pw_name)
    }

    /// The words that start `program` as this account.
    func commandLine(_ program: String, _ arguments: [String]) -> [String] {
        guard isOther else { return [program] + arguments }
        return ["setpriv", "--reuid=\(user)", "--regid=\(group)", "--clear-groups", "--", program] + arguments
    }

    /// Gives `path` to this account.
    func own(_ path: String) throws(ClusterError) {
        guard isOther else { return }
        try SystemCall.check(chown(path, user, group), "give to '\(name)' the folder or file", path)
    }
}
