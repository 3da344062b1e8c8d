import Foundation
import LearningRecord

/// The JSON Schemas of the events as an independent program reads them: `jsonschema` of Python.
enum SchemaValidator {
    /// Whether Python and its `jsonschema` are here.
    static let isPresent = (try? run(["-c", "import jsonschema"], input: [])) != nil

    /// What each text is to the schema of its kind: `nil` when it is taken, else why it is not.
    static func refusals(of texts: [[UInt8]]) throws -> [String?] {
        let output = try run(
            [
                Repository.url("Tests/LearningRecordTests/Schemas/validate.py").path(),
                Repository.url("Docs/schemas/events").path(),
            ], input: Array(texts.joined(separator: [0x0A])) + [0x0A])
        let lines = output.split(separator: "\n")
        guard lines.count == texts.count else {
            throw Failure(text: "\(lines.count) verdicts for \(texts.count) texts")
        }
        return lines.map { $0 == "yes" ? nil : String($0) }
    }

    private struct Failure: Error {
        let text: String
    }

    private static func run(_ arguments: [String], input: [UInt8]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files, not pipes: nobody has to read while somebody writes.
        let (source, target) = (folder.appending(path: "input"), folder.appending(path: "output"))
        try Data(input).write(to: source)
        try Data().write(to: target)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardInput = try FileHandle(forReadingFrom: source)
        process.standardOutput = try FileHandle(forWritingTo: target)
        process.standardError = try FileHandle(forUpdating: target)
        try process.run()
        process.waitUntilExit()
        let output = String(decoding: try Data(contentsOf: target), as: UTF8.self)
        guard process.terminationStatus == 0 else { throw Failure(text: output) }
        return output
    }
}
