import Foundation

/// Folders that one account alone can enter. Connections need no password, so these folders are the fence.
enum PrivateDirectory {
    /// Makes the folder, or makes sure that the one there is a real folder, the account's own, and closed to others.
    /// - Throws: `ClusterError.directoryNotPrivate` when it is another's (say, waiting for us in /tmp).
    static func ensure(_ path: String, for account: ServerAccount) throws(ClusterError) {
        if mkdir(path, 0o700) == 0 {
            try account.own(path)
            return
        }
        guard errno == EEXIST else { throw .system(doing: "make the folder", path: path, errno: errno) }
        guard let found = SystemCall.information(path), found.st_mode & S_IFMT == S_IFDIR,
            found.st_uid == account.user
        else { throw .directoryNotPrivate(path: path) }
        guard found.st_mode & 0o777 != 0o700 else { return }
        try SystemCall.check(chmod(path, 0o700), "close to others the folder", path)
    }

    /// Makes the home and the folders above it where they are missing. For root others may pass through it, not list it.
    static func ensureHome(_ path: String, for account: ServerAccount) async throws(ClusterError) {
        try make(path, mode: account.isOther ? 0o711 : 0o700)
        guard account.isOther else { return }
        let entered = try await Command(program: "test", arguments: ["-x", path], account: account).run()
        guard entered.succeeded else { throw .homeUnreachable(home: path, account: account.name) }
    }

    private static func make(_ path: String, mode: mode_t) throws(ClusterError) {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        try make((path as NSString).deletingLastPathComponent, mode: 0o755)
        guard mkdir(path, mode) != 0, errno != EEXIST else { return }
        throw .system(doing: "make the folder", path: path, errno: errno)
    }

    /// Deletes the folder and all in it; an absent one is fine.
    static func remove(_ path: String) throws(ClusterError) {
        guard SystemCall.information(path) != nil else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw .system(doing: "delete", path: path, errno: errno)
        }
    }
}
