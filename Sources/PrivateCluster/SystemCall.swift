import Foundation

/// The few calls of the operating system that Foundation does not have, with errors that say what was tried.
enum SystemCall {
    static let noSpace = ENOSPC
    static let notPermitted = EPERM
    static let accessDenied = EACCES

    static func message(_ code: Int32) -> String {
        String(cString: strerror(code))
    }

    /// Throws the current `errno` unless `result` is zero or more.
    static func check(_ result: Int32, _ doing: String, _ path: String) throws(ClusterError) {
        guard result < 0 else { return }
        throw .system(doing: doing, path: path, errno: errno)
    }

    /// Type, permissions and owner of what is at `path` itself (a symbolic link is not followed); nil when nothing is.
    static func information(_ path: String) -> stat? {
        var information = stat()
        return lstat(path, &information) == 0 ? information : nil
    }

    /// The path without symbolic links; as it is when nothing is there.
    static func canonical(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
