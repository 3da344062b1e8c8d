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
        all["WAYMARK_HOME"] = NSTemporaryDirectory() + "waymark-no-home"
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
