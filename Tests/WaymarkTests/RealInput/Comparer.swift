import Foundation
import Testing

/// A program in Python that compares what came back with the raw files. It shares no code with Waymark.
struct Comparer {
    private let script: String

    /// One of the programs beside this file.
    init(_ name: String) {
        script = Self.path(name)
    }

    /// The path of a file beside this one.
    static func path(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// The statement in a file beside this one.
    static func statement(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    /// Compares: what it says when all is the same.
    func agreement(_ arguments: [String]) async throws -> String {
        let outcome = try await run(arguments)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return outcome.output.trimmingCharacters(in: .newlines)
    }

    /// Compares: the first difference that it names.
    func difference(_ arguments: [String]) async throws -> String {
        let outcome = try await run(arguments)
        try #require(outcome.status == 1, "found no difference: \(outcome.output)")
        return outcome.errors.trimmingCharacters(in: .newlines)
    }

    private func run(_ arguments: [String]) async throws -> Program.Outcome {
        try await Running(
            URL(fileURLWithPath: "/usr/bin/env"), ["python3", script] + arguments,
            environment: Program().environment, input: nil
        ).outcome()
    }
}
