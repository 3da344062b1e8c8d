import Foundation

/// One run of a program, waited for without blocking a task's thread.
///
/// Foundation's `Process` will not do: it takes a child for running as long as any descendant holds the descriptors it
/// passed on, and a server does so for ever.
struct Command: Sendable {
    struct Outcome: Sendable {
        let status: Int32
        /// What it wrote to standard output and standard error.
        let output: String

        var succeeded: Bool { status == 0 }
    }

    let program: String
    var arguments: [String] = []
    var account: ServerAccount?
    var input = ""

    /// Runs it in `/`, which everybody can enter, with messages in English and without the caller's PG* variables, which
    /// would steer the server elsewhere. It inherits no descriptor but the three standard ones.
    func run() async throws(ClusterError) -> Outcome {
        let standardInput = try ScratchFile.make(containing: input)
        let standardOutput = try ScratchFile.make()
        let child = try spawn(input: standardInput.descriptor, output: standardOutput.descriptor)
        let status = await withCheckedContinuation { (ended: CheckedContinuation<Int32, Never>) in
            DispatchQueue.global().async { ended.resume(returning: Self.wait(for: child)) }
        }
        return Outcome(status: status, output: standardOutput.text())
    }

    /// As `run`, but any other exit status than 0 is an error.
    @discardableResult
    func runOrThrow() async throws(ClusterError) -> Outcome {
        let outcome = try await run()
        guard outcome.succeeded else {
            throw .programFailed(program: (program as NSString).lastPathComponent, output: outcome.output)
        }
        return outcome
    }

    private func spawn(input: Int32, output: Int32) throws(ClusterError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        for descriptor in Self.openDescriptors() where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }

        // A task's thread may have signals blocked, and a child inherits that: it could then not be ended.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        let words = ["env", "--chdir=/"] + (account?.commandLine(program, arguments) ?? [program] + arguments)
        let environment = Self.environment(ProcessInfo.processInfo.environment)
        var child = pid_t()
        let failure = Self.withCStrings(words) { words in
            Self.withCStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
                posix_spawnp(&child, "env", &actions, &attributes, words, environment)
            }
        }
        guard failure == 0 else { throw .system(doing: "run", path: program, errno: failure) }
        return child
    }

    private static func openDescriptors() -> [Int32] {
        let entries = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        return (entries ?? []).compactMap { Int32($0) }
    }

    /// The exit status, or 128 and the number of the signal that ended it, as shells have it.
    private static func wait(for child: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { return -1 }
        }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    private static func withCStrings<T>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T
    ) -> T {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }

    static func environment(_ inherited: [String: String]) -> [String: String] {
        var environment = inherited.filter { !$0.key.hasPrefix("PG") && !$0.key.hasPrefix("LC_") }
        environment["LC_ALL"] = "C"
        environment["PATH"] = (environment["PATH"].map { $0 + ":" } ?? "") + "/usr/bin:/bin:/usr/sbin:/sbin"
        return environment
    }
}
