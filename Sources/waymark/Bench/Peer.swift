import Foundation

/// Runs another program and reads what it prints.
enum Peer {
    /// What a program printed.
    /// - Throws: `Failure` when it cannot be started or fails; its last line of standard error says why.
    static func run(_ program: String, _ arguments: [String], environment: [String: String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = environment
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try withSignalsAllowed { try process.run() }
        async let said = Task.detached { output.fileHandleForReading.readDataToEndOfFile() }.value
        async let complained = Task.detached { errors.fileHandleForReading.readDataToEndOfFile() }.value
        let (text, complaint) = await (
            String(decoding: said, as: UTF8.self), String(decoding: complained, as: UTF8.self)
        )
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure("\(program) failed", advice: complaint.split(separator: "\n").last.map(String.init))
        }
        return text
    }

    /// A task's thread has signals blocked, and a child inherits that: pgbench would wait for its alarm for ever.
    private static func withSignalsAllowed(_ body: () throws -> Void) rethrows {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    /// Transactions a second that pgbench reaches with a script.
    static func pgbench(
        script: String, clients: Int, seconds: Int, variables: [String: String] = [:], environment: [String: String]
    ) async throws -> Double {
        let file = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString).sql")
        try Data(script.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var arguments = ["-n", "-M", "prepared", "-c", "\(clients)", "-j", "1", "-T", "\(seconds)", "-f", file.path]
        for (name, value) in variables { arguments += ["-D", "\(name)=\(value)"] }
        let text = try await run("pgbench", arguments, environment: environment)
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let rate = line.dropFirst(6).split(separator: " ").first.flatMap({ Double($0) })
        else { throw Failure("pgbench printed no rate") }
        return rate
    }
}
