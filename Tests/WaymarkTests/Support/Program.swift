import Foundation
import Synchronization
import TestSupport

/// The built `waymark`, run as a user runs it.
struct Program {
    /// What a run left behind.
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The master key of the tests.
    static let masterKey = Data(repeating: 7, count: 32).base64EncodedString()

    /// `waymark`, which is built beside the tests.
    static var url: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("waymark")
    }

    /// Where there is no database and no key, but the register of erasures: removed when the tests have ended.
    private static let home: (path: String, end: EndOfProcess?) = {
        let path = NSTemporaryDirectory() + "waymark-home-\(getpid())"
        return (path, try? EndOfProcess(run: "rm -rf \"$1\"", [path]))
    }()

    /// Variables over a clean environment.
    var environment: [String: String]
    var input: Data?

    /// A program that works in a database, with the master key.
    init(_ database: TestDatabase, environment: [String: String] = [:]) {
        self.init(environment: ["DATABASE_URL": database.url].merging(environment) { $1 })
    }

    /// A program that has no database.
    init(environment: [String: String] = [:]) {
        var all = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
        all["WAYMARK_MASTER_KEY"] = Self.masterKey
        all["WAYMARK_HOME"] = Self.home.path
        all["COLUMNS"] = "400"
        self.environment = all.merging(environment) { $1 }
    }

    /// Runs it to its end.
    func run(_ arguments: String..., file: StaticString = #filePath) async throws -> Outcome {
        try await start(arguments).outcome()
    }

    /// Runs it to its end.
    func run(arguments: [String]) async throws -> Outcome {
        try await start(arguments).outcome()
    }

    /// Starts it.
    func start(_ arguments: [String]) async throws -> Running {
        try Running(Self.url, arguments, environment: environment, input: input)
    }
}
