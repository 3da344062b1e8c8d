import Foundation

/// Runs a program of Python, which `Deploy/test` puts first in the PATH.
enum PythonProgram {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// A program of these tests.
    static func script(_ name: String) -> String { here.appending(path: "API/\(name)").path() }

    /// The OpenAPI document, as it stands among the sources.
    static let document = here.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/Service/API/openapi.json").path()

    /// Whether Python and its `schemathesis` are here.
    static let hasSchemathesis = has("schemathesis")

    /// Whether a module of Python is here.
    static func has(_ module: String) -> Bool {
        (try? finish("python3", ["-c", "import \(module)"], input: []).1) == 0
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What a program writes.
    /// - Throws: ``Failure`` with it where the program does not end well.
    static func run(_ arguments: [String], input: [UInt8] = []) async throws -> String {
        let (output, status) = try await outcome("python3", arguments, input: input)
        guard status == 0 else { throw Failure(description: output) }
        return output
    }

    /// What a program writes, and how it ends.
    ///
    /// A thread of its own waits for it: the tests, and the service that they ask, run on few.
    static func outcome(_ program: String, _ arguments: [String], input: [UInt8] = []) async throws -> (String, Int32) {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<(String, Int32), any Error>) in
            Thread.detachNewThread {
                done.resume(with: Result { try finish(program, arguments, input: input) })
            }
        }
    }

    /// Runs a program to its end. Files, not pipes: nobody has to read while somebody writes.
    static func finish(_ program: String, _ arguments: [String], input: [UInt8]) throws -> (String, Int32) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, target) = (folder.appending(path: "input"), folder.appending(path: "output"))
        try Data(input).write(to: source)
        try Data().write(to: target)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = folder
        let (standardInput, output) = (try FileHandle(forReadingFrom: source), try FileHandle(forWritingTo: target))
        let errors = try FileHandle(forUpdating: target)
        (process.standardInput, process.standardOutput, process.standardError) = (standardInput, output, errors)
        try process.run()
        for handle in [standardInput, output, errors] { try handle.close() }
        process.waitUntilExit()
        return (String(decoding: try Data(contentsOf: target), as: UTF8.self), process.terminationStatus)
    }
}
