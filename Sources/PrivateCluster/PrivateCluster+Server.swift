import Foundation

// What happens while the cluster's lock is held.
extension PrivateCluster {
    func startLocked(_ account: ServerAccount) async throws(ClusterError) {
        if Postmaster.running(layout) != nil {
            return try await wait(for: "become ready") { Postmaster.running(layout)?.isReady != false }
        }
        try PrivateDirectory.ensure(layout.root, for: account)
        try PrivateDirectory.ensure(layout.socketDirectory, for: account)
        let installation = try await installation()
        if !hasData {
            try await initialise(installation, account)
        }
        try writeSettings(account)
        disownStrangers()
        ServerLog(layout: layout).rotate()
        try await launch(installation, account)
    }

    func stopLocked() async throws(ClusterError) {
        guard Postmaster.running(layout) != nil else { return }
        let account = try ServerAccount.find(dataDirectory: layout.dataDirectory)
        let outcome = try await Command(
            program: try await installation().programs + "/pg_ctl",
            arguments: [
                "stop", "-D", layout.dataDirectory, "-m", disposable ? "immediate" : "fast", "-w", "-s",
                "-t", String(patience),
            ], account: account
        ).run()
        guard Postmaster.running(layout) == nil else {
            throw .stopFailed(dataDirectory: layout.dataDirectory, output: outcome.output)
        }
    }

    var hasData: Bool {
        FileManager.default.fileExists(atPath: layout.versionFile)
    }

    /// The programs for this cluster: of the version that made its data, else the newest.
    func installation() async throws(ClusterError) -> PostgresInstallation {
        guard hasData, let text = try? String(contentsOfFile: layout.versionFile, encoding: .utf8),
            let major = Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { return try await PostgresInstallation.find() }
        do {
            return try await PostgresInstallation.find(major: major)
        } catch .postgresNotFound {
            throw .versionNotInstalled(data: layout.dataDirectory, major: major)
        }
    }

    /// Makes the data directory and the database, under another name until both are whole: whoever is interrupted here
    /// leaves nothing that looks finished.
    private func initialise(_ installation: PostgresInstallation, _ account: ServerAccount) async throws(ClusterError) {
        let unfinished = layout.unfinishedDataDirectory
        try PrivateDirectory.remove(unfinished)
        try await Command(
            program: installation.programs + "/initdb",
            arguments: [
                "-D", unfinished, "--data-checksums", "--encoding=UTF8", "--locale=C",
                "--lc-ctype=\(Self.characterType)",
                "--username=\(Self.administrator)", "--auth-local=trust", "--auth-host=reject",
            ] + (disposable ? ["--no-sync"] : []),
            account: account
        ).runOrThrow()
        try append("include 'waymark.conf'\n", to: unfinished + "/postgresql.conf")
        try write("", to: unfinished + "/waymark.conf", account)
        try await Command(
            program: installation.programs + "/postgres",
            arguments: ["--single", "-D", unfinished, "-c", "exit_on_error=on", "postgres"],
            account: account, input: "create database \(Self.database)\n"
        ).runOrThrow()
        try SystemCall.check(rename(unfinished, layout.dataDirectory), "name the data directory", layout.dataDirectory)
    }

    /// C.UTF-8 knows upper and lower case of all letters; a system without it makes do with those of ASCII.
    private static var characterType: String {
        guard let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil) else { return "C" }
        freelocale(locale)
        return "C.UTF-8"
    }

    private func writeSettings(_ account: ServerAccount) throws(ClusterError) {
        let settings = ServerSettings(
            socketDirectory: layout.socketDirectory, memory: ServerSettings.availableMemory(), disposable: disposable,
            overrides: settings)
        try write(settings.file, to: layout.settings, account)
    }

    private func write(_ text: String, to path: String, _ account: ServerAccount) throws(ClusterError) {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .system(doing: "write", path: path, errno: errno)
        }
        try SystemCall.check(chmod(path, 0o600), "close to others the file", path)
        try account.own(path)
    }

    private func append(_ text: String, to path: String) throws(ClusterError) {
        do {
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(text.utf8))
            try handle.close()
        } catch {
            throw .system(doing: "write", path: path, errno: errno)
        }
    }

    /// PostgreSQL sees through a left-over process file, except when its process id has gone to another process of the
    /// same account. The file then gets an id no process can have; it stays, because its line about shared memory is what
    /// keeps a new server off data that processes of a killed one still write.
    private func disownStrangers() {
        guard
            var lines = (try? String(contentsOfFile: layout.processFile, encoding: .utf8))?
                .split(separator: "\n", omittingEmptySubsequences: false), !lines.isEmpty,
            let handle = FileHandle(forWritingAtPath: layout.processFile)
        else { return }
        lines[0] = "\(pid_t.max)"
        try? handle.truncate(atOffset: 0)
        try? handle.write(contentsOf: Data(lines.joined(separator: "\n").utf8))
        try? handle.close()
        unlink(layout.socketLock)
    }

    private func launch(_ installation: PostgresInstallation, _ account: ServerAccount) async throws(ClusterError) {
        let log = ServerLog(layout: layout)
        let start = Command(
            program: installation.programs + "/pg_ctl",
            arguments: [
                "start", "-D", layout.dataDirectory, "-l", layout.log, "-w", "-s", "-t", String(patience),
            ], account: account)
        // Processes of a killed server live on for a moment and keep its shared memory.
        let deadline = ContinuousClock.now + .seconds(min(patience, 30))
        while true {
            let offset = log.size
            let outcome = try await start.run()
            if outcome.succeeded { return }
            let written = log.tail(after: offset)
            guard written.contains("pre-existing shared memory block"), ContinuousClock.now < deadline else {
                let text = written.isEmpty ? outcome.output : written
                throw .startFailed(dataDirectory: layout.dataDirectory, log: text)
            }
            try? await Task.sleep(for: .milliseconds(200))
        }
    }
}
