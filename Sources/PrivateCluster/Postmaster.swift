import Foundation

/// The server's main process, as its `postmaster.pid` tells it (PostgreSQL source: `src/include/utils/pidfile.h`:
/// line 1 the process id, line 8 the status).
struct Postmaster: Sendable, Equatable {
    let processID: pid_t
    let isReady: Bool

    /// The process that runs on this data directory; nil when none does, whatever a left-over file says.
    static func running(_ layout: ClusterLayout) -> Postmaster? {
        guard let text = try? String(contentsOfFile: layout.processFile, encoding: .utf8),
            let postmaster = Postmaster(processFile: text),
            isAlive(postmaster.processID, in: layout.dataDirectory)
        else { return nil }
        return postmaster
    }

    init?(processFile text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let processID = pid_t(first), processID > 1 else { return nil }
        self.processID = processID
        isReady = lines.count >= 8 && lines[7].trimmingCharacters(in: .whitespaces) == "ready"
    }

    /// A process id may have gone to a stranger since: a server's working directory is its data directory.
    private static func isAlive(_ processID: pid_t, in dataDirectory: String) -> Bool {
        guard kill(processID, 0) == 0 || errno == EPERM, !isZombie(processID) else { return false }
        guard let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(processID)/cwd") else {
            // No /proc (or not ours to look into): the process id is all there is to go by.
            return true
        }
        return folder == SystemCall.canonical(dataDirectory)
    }

    private static func isZombie(_ processID: pid_t) -> Bool {
        statistics(processID)?.first == "Z"
    }

    /// The fields of /proc/N/stat after the name, which is in brackets: state, parent, …
    private static func statistics(_ processID: pid_t) -> [Substring]? {
        guard let text = try? String(contentsOfFile: "/proc/\(processID)/stat", encoding: .utf8),
            let bracket = text.lastIndex(of: ")")
        else { return nil }
        return text[text.index(after: bracket)...].split(separator: " ")
    }

    /// Ends the server and all its processes at once, as a power cut would.
    func killAll() {
        let children = Self.children(of: processID)
        kill(processID, SIGKILL)
        for child in children {
            kill(child, SIGKILL)
        }
    }

    private static func children(of parent: pid_t) -> [pid_t] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap { pid_t($0) }.filter { candidate in
            guard let fields = statistics(candidate), fields.count > 1 else { return false }
            return pid_t(fields[1]) == parent
        }
    }
}
