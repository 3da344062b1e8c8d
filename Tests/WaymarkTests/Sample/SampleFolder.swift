import Foundation

/// A folder for the files of a sample, and `waymark-sample`.
struct SampleFolder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("waymark-sample-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func remove() {
        try? FileManager.default.removeItem(at: url)
    }

    /// The path of a file in it.
    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: url.appendingPathComponent(name))
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appendingPathComponent(name)), as: UTF8.self)
    }

    /// The rows of a CSV file that has no quotes, by column.
    func rows(_ name: String) throws -> [[String: String]] {
        let lines = try text(name).components(separatedBy: "\r\n").filter { !$0.isEmpty }
            .map { $0.components(separatedBy: ",") }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    /// Runs `waymark-sample`, which is built beside the tests.
    static func run(_ arguments: [String]) async throws -> Program.Outcome {
        let program = Program.url.deletingLastPathComponent().appendingPathComponent("waymark-sample")
        return try await Running(program, arguments, environment: Program().environment, input: nil).outcome()
    }
}
