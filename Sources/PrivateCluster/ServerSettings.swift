import Foundation

/// The settings of the server that differ from PostgreSQL's own, as a configuration file.
struct ServerSettings: Sendable, Equatable {
    private static let mebibyte: UInt64 = 1 << 20
    private static let gibibyte: UInt64 = 1 << 30

    let values: [(name: String, value: String)]

    /// - Parameters:
    ///   - memory: the memory of the machine, in bytes.
    ///   - disposable: true for a server whose data need not survive a crash.
    ///   - overrides: settings that replace or join these.
    init(socketDirectory: String, memory: UInt64, disposable: Bool, overrides: [String: String] = [:]) {
        var values = [
            "listen_addresses": "",
            "port": ClusterLayout.port,
            "unix_socket_directories": Self.quotedListItem(socketDirectory),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] ",
            // Details of errors quote rows, and rows may hold what a person wrote.
            "log_error_verbosity": "terse",
            "max_connections": disposable ? "300" : "100",
            "shared_buffers": Self.sharedBuffers(memory: memory, disposable: disposable),
        ]
        if disposable {
            values.merge(Self.withoutDurability) { _, new in new }
        } else {
            values["effective_cache_size"] = "\(max(memory / 2 / Self.mebibyte, 64))MB"
            values["max_wal_size"] = "8GB"
            values["min_wal_size"] = "256MB"
            values["checkpoint_timeout"] = "15min"
        }
        values.merge(overrides) { _, new in new }
        self.values = values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    }

    private static let withoutDurability = [
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "max_wal_size": "1GB",
        "autovacuum_naptime": "10min",
        "max_locks_per_transaction": "256",
    ]

    private static func sharedBuffers(memory: UInt64, disposable: Bool) -> String {
        let size = disposable ? 64 * mebibyte : min(max(memory / 8, 32 * mebibyte), 2 * gibibyte)
        return "\(size / mebibyte)MB"
    }

    /// A path as one item of a list setting, commas and all.
    private static func quotedListItem(_ path: String) -> String {
        "\"" + path.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }

    /// The text of the file.
    var file: String {
        let heading = """
            # Written by Waymark at each start of the server. Settings of your own: `ALTER SYSTEM SET …`, which wins.

            """
        return values.reduce(into: heading) { text, setting in
            let value = setting.value.replacingOccurrences(of: "'", with: "''")
            text += "\(setting.name) = '\(value)'\n"
        }
    }

    static func == (one: ServerSettings, other: ServerSettings) -> Bool {
        one.file == other.file
    }

    /// The memory this process may use, in bytes: the machine's, or less where a container limits it (cgroup v2).
    static func availableMemory() -> UInt64 {
        let machine = ProcessInfo.processInfo.physicalMemory
        let limit = (try? String(contentsOfFile: "/sys/fs/cgroup/memory.max", encoding: .utf8))
            .flatMap { UInt64($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        return min(machine, limit ?? machine)
    }
}
