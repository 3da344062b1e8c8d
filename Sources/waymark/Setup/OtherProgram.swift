import Foundation

/// Runs another program and reads what it prints.
enum OtherProgram {
    /// What a program printed.
    /// - Throws: `Failure` when it cannot be started or fails; its last line of standard error says why.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String], input: Data? = nil
    ) async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = environment
        let (output, errors) = (Pipe(), Pipe())
        // A file, so that a program that does not read its input holds nobody up.
        let file = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        if let input {
            guard
                FileManager.default.createFile(
                    atPath: file.path, contents: input, attributes: [.posixPermissions: 0o600])
            else { throw Failure("there is no room for what \(program) is told") }
            process.standardInput = try FileHandle(forReadingFrom: file)
        }
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
            throw Failure(
                "\(program) failed (\(process.terminationStatus))",
                advice: complaint.split(separator: "\n").last.map(String.init))
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
}
