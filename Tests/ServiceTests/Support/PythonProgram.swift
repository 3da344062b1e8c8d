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
    static let hasSchemathesis = (try? run(["-c", "import schemathesis"])) != nil

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What a program writes.
    /// - Throws: ``Failure`` with it where the program does not end well.
    static func run(_ arguments: [String], input: [UInt8] = []) throws -> String {
        let (output, status) = try outcome("python3", arguments, input: input)
        guard status == 0 else { throw Failure(description: output) }
        return output
    }

    /// What a program writes, and how it ends. Files, not pipes: nobody has to read while somebody writes.
    static func outcome(_ program: String, _ arguments: [String], input: [UInt8] = []) throws -> (String, Int32) {
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
        process.standardInput = try FileHandle(forReadingFrom: source)
        process.standardOutput = try FileHandle(forWritingTo: target)
        process.standardError = try FileHandle(forUpdating: target)
        try process.run()
        process.waitUntilExit()
        return (String(decoding: try Data(contentsOf: target), as: UTF8.self), process.terminationStatus)
    }
}
